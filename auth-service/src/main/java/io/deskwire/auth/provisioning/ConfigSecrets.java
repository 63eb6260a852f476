package io.deskwire.auth.provisioning;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A service's configuration, parted into what may be shown and what may not.
///
/// A member whose name speaks of a secret is one with all that is below it. Of the rest is shown what is [Harmless], at
/// any depth. The shown part has [#HIDDEN] in place of each secret; who sends that back keeps what is stored.
///
/// @param shown the configuration without its secrets
/// @param secrets new or changed secrets by their JSON pointer
/// @param kept pointers of secrets that stay as they are
record ConfigSecrets(ObjectNode shown, Map<String, String> secrets, Set<String> kept) {
    static final String HIDDEN = "***";

    static ConfigSecrets of(ObjectNode config) {
        var secrets = new LinkedHashMap<String, String>();
        var kept = new LinkedHashSet<String>();
        var shown = (ObjectNode) shown("", "", config, secrets, kept);
        return new ConfigSecrets(shown, secrets, kept);
    }

    /// Where what was stored shows a secret that is hidden now, sending the mask back keeps it.
    ///
    /// @param stored what [#shown] was when it was stored
    ConfigSecrets keeping(ObjectNode stored) {
        var all = new LinkedHashMap<>(secrets);
        for (var pointer : kept) {
            var before = stored.at(pointer);
            if (!before.isMissingNode() && !hidden(before)) {
                all.put(pointer, text(before));
            }
        }
        return new ConfigSecrets(shown, all, kept);
    }

    /// @param name of the member that the node belongs to, directly or in a list
    private static JsonNode shown(
            String pointer, String name, JsonNode node, Map<String, String> secrets, Set<String> kept) {
        var secret = Harmless.secretive(name);
        if (node instanceof ObjectNode object && !secret) {
            var copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(member -> copy.set(
                            member.getKey(),
                            shown(
                                    pointer + "/" + escaped(member.getKey()),
                                    member.getKey(),
                                    member.getValue(),
                                    secrets,
                                    kept)));
            return copy;
        }
        if (node instanceof ArrayNode array && !secret) {
            var copy = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(shown(pointer + "/" + i, name, array.get(i), secrets, kept));
            }
            return copy;
        }
        if (hidden(node)) {
            kept.add(pointer);
        } else if (!node.isContainer() && Harmless.shows(name, node)) {
            return node;
        } else {
            secrets.put(pointer, text(node));
        }
        return JsonNodeFactory.instance.stringNode(HIDDEN);
    }

    private static boolean hidden(JsonNode node) {
        return node.isString() && node.stringValue().equals(HIDDEN);
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        return "ConfigSecrets[" + shown + "]";
    }
}
