package io.deskwire.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The shape of a JSON text: which members there are at every level and of which kind, whatever their values.
///
/// A null is a kind of its own: where the sample has a value the producer has one, too, and the other way round. An
/// empty array fits any items.
public final class JsonShape {
    private JsonShape() {}

    /// What differs, a line each; empty where the shapes agree.
    public static List<String> differences(JsonNode sample, JsonNode actual) {
        var found = new ArrayList<String>();
        compare("$", sample, actual, found);
        return found;
    }

    private static void compare(String path, JsonNode sample, JsonNode actual, List<String> found) {
        if (sample.getNodeType() != actual.getNodeType()) {
            found.add("%s: %s (sample: %s)".formatted(path, actual.getNodeType(), sample.getNodeType()));
        } else if (sample.isObject()) {
            members(path, sample, actual, found);
        } else if (sample.isArray() && !sample.isEmpty() && !actual.isEmpty()) {
            compare(path + "[0]", sample.get(0), actual.get(0), found);
        }
    }

    private static void members(String path, JsonNode sample, JsonNode actual, List<String> found) {
        var names = new TreeMap<String, String>();
        sample.propertyNames().forEach(name -> names.put(name, "only in the sample"));
        actual.propertyNames().forEach(name -> names.merge(name, "not in the sample", (_, _) -> "both"));
        names.forEach((name, where) -> {
            if (where.equals("both")) {
                compare(path + "." + name, sample.get(name), actual.get(name), found);
            } else {
                found.add(path + "." + name + ": " + where);
            }
        });
    }
}
