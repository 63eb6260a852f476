package io.deskwire.gateway.apidocs;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes one OpenAPI description of several.
///
/// Components that are the same in two documents become one. Where a name means two things, the later document's is
/// renamed (`Comment` of `tickets` to `TicketsComment`) together with all that refers to it.
final class ApiDescription {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /// One service's description.
    ///
    /// @param name the file's name without its ending
    record Part(String name, ObjectNode document) {}

    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();

    private ApiDescription(String version) {
        merged.put("openapi", "3.1.0");
        merged.putObject("info").put("title", "Deskwire").put("version", version);
        merged.putArray("servers").addObject().put("url", "/");
        merged.putArray("tags");
        merged.putObject("paths");
        merged.putObject("components");
    }

    static ObjectNode of(List<Part> parts, String version) {
        var description = new ApiDescription(version);
        parts.forEach(description::add);
        return description.merged;
    }

    private void add(Part part) {
        var document = withUniqueComponents(part);
        for (var section : document.path("components").properties()) {
            var known = merged.withObjectProperty("components").withObjectProperty(section.getKey());
            section.getValue().properties().forEach(component -> known.set(component.getKey(), component.getValue()));
        }
        addTags(document);
        for (var path : document.path("paths").properties()) {
            var operations = merged.withObjectProperty("paths").withObjectProperty(path.getKey());
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey()) && operation.getValue() instanceof ObjectNode described) {
                    complete(described, document, part.name());
                }
                operations.putIfAbsent(operation.getKey(), operation.getValue());
            }
        }
    }

    private void addTags(ObjectNode document) {
        var tags = (ArrayNode) merged.path("tags");
        var known = new LinkedHashSet<JsonNode>();
        tags.forEach(tag -> known.add(tag.path("name")));
        for (var tag : document.path("tags")) {
            if (known.add(tag.path("name"))) {
                tags.add(tag);
            }
        }
    }

    /// What a document says once for all its operations has to stand at each, beside those of other documents.
    private static void complete(ObjectNode operation, ObjectNode document, String name) {
        if (document.has("security")) {
            operation.putIfAbsent("security", document.path("security"));
        }
        if (!operation.has("tags")) {
            operation.putArray("tags").add(name);
        }
    }

    /// Renames until nothing clashes: a renamed component changes those that refer to it.
    private ObjectNode withUniqueComponents(Part part) {
        var renamed = new HashMap<String, String>();
        var document = part.document().deepCopy();
        while (true) {
            var clashes = clashes(document, part.name());
            if (clashes.isEmpty()) {
                return document;
            }
            renamed.putAll(clashes);
            document = part.document().deepCopy();
            rename(document, renamed);
        }
    }

    /// From `schemas/Comment` to `schemas/TicketsComment`.
    private Map<String, String> clashes(ObjectNode document, String name) {
        var clashes = new HashMap<String, String>();
        for (var section : document.path("components").properties()) {
            var known = merged.path("components").path(section.getKey());
            for (var component : section.getValue().properties()) {
                var other = known.path(component.getKey());
                if (!other.isMissingNode() && !other.equals(component.getValue())) {
                    clashes.put(
                            section.getKey() + "/" + component.getKey(),
                            section.getKey() + "/" + StringUtils.capitalize(name) + component.getKey());
                }
            }
        }
        return clashes;
    }

    private static void rename(ObjectNode document, Map<String, String> renamed) {
        renamed.forEach((from, to) -> {
            var section =
                    document.withObjectProperty("components").withObjectProperty(from.substring(0, from.indexOf('/')));
            var moved = section.remove(from.substring(from.indexOf('/') + 1));
            if (moved != null) {
                section.set(to.substring(to.indexOf('/') + 1), moved);
            }
        });
        redirect(document, renamed);
    }

    private static void redirect(JsonNode node, Map<String, String> renamed) {
        if (node instanceof ObjectNode object) {
            var target = object.path("$ref").asString("");
            var prefix = "#/components/";
            if (target.startsWith(prefix) && renamed.containsKey(target.substring(prefix.length()))) {
                object.put("$ref", prefix + renamed.get(target.substring(prefix.length())));
            }
        }
        node.forEach(child -> redirect(child, renamed));
    }
}
