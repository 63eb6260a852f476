package io.deskwire.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The event contracts of the repository, `contracts/events/**`, found from any module's directory. A row that refers
/// to another sample's is read whole: that row, with the members beside the reference in place of its own.
public final class GoldenSamples {
    private static final JsonMapper JSON = JsonMapper.shared();

    private GoldenSamples() {}

    /// The repository's `contracts/events`.
    public static Path directory() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var events = at.resolve("contracts").resolve("events");
            if (Files.isDirectory(events)) {
                return events;
            }
        }
        throw new IllegalStateException(
                "no contracts/events above " + Path.of("").toAbsolutePath());
    }

    /// The types of the samples that a service produces, sorted.
    ///
    /// @param service such as `auth`
    public static List<String> typesOf(String service) {
        return ending(".json").stream()
                .map(file -> JSON.readTree(file.toFile()))
                .filter(sample -> sample.get("source").asString().equals("deskwire/" + service))
                .map(sample -> sample.get("type").asString())
                .toList();
    }

    /// Files below [#directory] whose name ends so (for example `.created.json`), sorted by path.
    public static List<Path> ending(String suffix) {
        try (var files = Files.walk(directory())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The sample, whole.
    ///
    /// @param path below [#directory], with `/`
    public static String read(String path) {
        var sample = (ObjectNode) JSON.readTree(directory().resolve(path).toFile());
        if (sample.get("data") instanceof ObjectNode data) {
            data.propertyNames().stream().toList().forEach(name -> data.set(name, whole(data.get(name))));
        }
        return JSON.writeValueAsString(sample);
    }

    private static JsonNode whole(JsonNode row) {
        if (!(row instanceof ObjectNode beside) || !(row.get("$ref") instanceof StringNode reference)) {
            return row;
        }
        var place = reference.stringValue().split("#", 2);
        var whole = (ObjectNode)
                JSON.readTree(directory().resolve(place[0]).toFile()).at(place[1]);
        beside.properties().stream()
                .filter(member -> !member.getKey().equals("$ref"))
                .forEach(member -> whole.set(member.getKey(), member.getValue()));
        return whole;
    }
}
