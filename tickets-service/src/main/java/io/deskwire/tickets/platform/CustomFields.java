package io.deskwire.tickets.platform;

import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `custom_fields`, which a request merges field by field (RFC 7396).
public final class CustomFields {
    private static final String FIELD = "custom_fields";
    private static final int MAX_BYTES = 16 * 1024;

    private CustomFields() {}

    public static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// As a request names them, kept as asked, nulls that remove a field and all; what is left of them has to fit.
    public static @Nullable Named<ObjectNode> named(Patch named, ObjectNode body) {
        return Named.when(named.names(FIELD), () -> checked(named.check(), body.get(FIELD)));
    }

    private static @Nullable ObjectNode checked(FieldCheck check, JsonNode asked) {
        if (asked.isNull()) {
            return null;
        }
        var left = asked instanceof ObjectNode fields ? merged(none(), fields) : asked;
        check.object(FIELD, left, MAX_BYTES);
        return asked instanceof ObjectNode fields ? fields : null;
    }

    public static ObjectNode applied(@Nullable Named<ObjectNode> named, ObjectNode current) {
        if (named == null) {
            return current;
        }
        var fields = named.value();
        return fields == null ? none() : merged(current, fields);
    }

    /// What becomes another from before to after, as a merge patch of whole values; null for what goes.
    public static ObjectNode changes(ObjectNode before, ObjectNode after) {
        var changes = none();
        for (var field : after.properties()) {
            if (!field.getValue().equals(before.get(field.getKey()))) {
                changes.set(field.getKey(), field.getValue());
            }
        }
        before.propertyNames().stream().filter(name -> !after.has(name)).forEach(changes::putNull);
        return changes;
    }

    /// What a merge made too large; empty where all fits.
    public static List<FieldError> misfits(ObjectNode fields) {
        var check = new FieldCheck();
        check.object(FIELD, fields, MAX_BYTES);
        return check.errors();
    }

    /// RFC 7396, section 2.
    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        var result = target.deepCopy();
        for (var field : patch.properties()) {
            switch (field.getValue()) {
                case JsonNode nothing when nothing.isNull() -> result.remove(field.getKey());
                case ObjectNode inner -> {
                    var before = result.get(field.getKey()) instanceof ObjectNode object ? object : none();
                    result.set(field.getKey(), merged(before, inner));
                }
                case JsonNode value -> result.set(field.getKey(), value);
            }
        }
        return result;
    }
}
