package io.deskwire.auth.provisioning;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A product's configuration, parted into what may be shown and what may not.
///
/// A member whose name speaks of a secret is one, at any depth, whatever its value. The shown part has [#HIDDEN] in
/// its place; who sends that back keeps what is stored.
///
/// @param shown the configuration without its secrets
/// @param secrets new or changed secrets by their JSON pointer
/// @param kept pointers of secrets that stay as they are
record ConfigSecrets(ObjectNode shown, Map<String, String> secrets, Set<String> kept) {
    static final String HIDDEN = "***";

    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(secret|token|password|passwd|passphrase|credential|private|api[_-]?key|access[_-]?key|auth).*|key|pwd|pin");

    static ConfigSecrets of(ObjectNode config) {
        var secrets = new LinkedHashMap<String, String>();
        var kept = new LinkedHashSet<String>();
        var shown = (ObjectNode) shown("", config, secrets, kept);
        return new ConfigSecrets(shown, secrets, kept);
    }

    private static JsonNode shown(String pointer, JsonNode node, Map<String, String> secrets, Set<String> kept) {
        if (node instanceof ObjectNode object) {
            var copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(member -> copy.set(
                            member.getKey(), member(pointer + "/" + escaped(member.getKey()), member, secrets, kept)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(shown(pointer + "/" + i, array.get(i), secrets, kept));
            }
            return copy;
        }
        return node;
    }

    private static JsonNode member(
            String pointer, Map.Entry<String, JsonNode> member, Map<String, String> secrets, Set<String> kept) {
        var value = member.getValue();
        if (!SECRET.matcher(member.getKey()).matches() || value.isNull() || value.isBoolean()) {
            return shown(pointer, value, secrets, kept);
        }
        if (value.isString() && value.stringValue().equals(HIDDEN)) {
            kept.add(pointer);
        } else {
            secrets.put(pointer, value.isString() ? value.stringValue() : value.toString());
        }
        return JsonNodeFactory.instance.stringNode(HIDDEN);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        return "ConfigSecrets[" + shown + "]";
    }
}
