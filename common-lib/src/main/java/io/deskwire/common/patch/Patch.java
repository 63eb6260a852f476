package io.deskwire.common.patch;

import io.deskwire.common.problem.FieldCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of a PATCH as a JSON merge patch (RFC 7396): an absent field keeps its value, null clears it.
///
/// Each reader takes the current value and returns the one after the patch; bad fields gather in the check.
public final class Patch {
    private final ObjectNode body;
    private final FieldCheck check = new FieldCheck();

    /// @param known every field that may be named; others are refused by name
    public Patch(ObjectNode body, Set<String> known) {
        this.body = body;
        body.propertyNames()
                .forEach(name -> check.require(
                        known.contains(name),
                        name,
                        "unknown field (expected: one of %s)".formatted(new TreeSet<>(known))));
    }

    public boolean names(String field) {
        return body.has(field);
    }

    public String text(String field, String current, int max) {
        return names(field) ? check.text(field, string(field), max) : current;
    }

    public @Nullable String optionalText(String field, @Nullable String current, int max) {
        return names(field) ? check.optionalText(field, string(field), max) : current;
    }

    /// As [#optionalText], not trimmed.
    public @Nullable String optionalProse(String field, @Nullable String current, int max) {
        return names(field) ? check.optionalProse(field, string(field), max) : current;
    }

    public <E extends Enum<E>> E oneOf(String field, Class<E> type, E current) {
        if (!names(field)) {
            return current;
        }
        check.require(!body.get(field).isNull(), field, "must not be null");
        return check.oneOf(field, string(field), type, current);
    }

    /// Null where the field is not named, as of a command that says what is to change.
    public <E extends Enum<E>> @Nullable E optionalOneOf(String field, Class<E> type) {
        return names(field) ? oneOf(field, type, type.getEnumConstants()[0]) : null;
    }

    public boolean flag(String field, boolean current) {
        if (!names(field)) {
            return current;
        }
        var node = body.get(field);
        check.require(node.isBoolean(), field, "true or false is expected");
        return node.isBoolean() ? node.booleanValue() : current;
    }

    /// A typed id or null: `patch.optionalId("assignee_id", UserId::new, ticket.assigneeId())`.
    public <T> @Nullable T optionalId(String field, Function<UUID, T> type, @Nullable T current) {
        if (!names(field)) {
            return current;
        }
        var id = check.optionalId(field, string(field));
        return id == null ? null : type.apply(id);
    }

    public @Nullable Integer optionalInteger(String field, @Nullable Integer current, int min, int max) {
        if (!names(field)) {
            return current;
        }
        var node = body.get(field);
        if (node.isNull()) {
            return null;
        }
        if (!node.isInt()) {
            check.require(false, field, "a whole number is expected");
            return current;
        }
        return check.range(field, node.intValue(), min, max, min);
    }

    public List<String> texts(String field, List<String> current, int maxItems, int maxLength) {
        if (!names(field)) {
            return current;
        }
        var texts = new ArrayList<String>();
        var node = body.get(field);
        check.require(node.isArray(), field, "an array of texts is expected");
        node.forEach(item -> texts.add(item.isString() ? item.stringValue() : ""));
        return check.texts(field, texts, maxItems, maxLength);
    }

    /// A JSON object, replaced as a whole.
    public ObjectNode object(String field, ObjectNode current, int maxBytes) {
        if (!names(field)) {
            return current;
        }
        return check.object(field, body.get(field), maxBytes);
    }

    /// For rules of one's own; gathers with the rest.
    public FieldCheck check() {
        return check;
    }

    /// Raises `Malformed` when any field was bad.
    public void done() {
        check.done();
    }

    private @Nullable String string(String field) {
        JsonNode node = body.get(field);
        check.require(node.isString() || node.isNull(), field, "a text is expected");
        return node.isString() ? node.stringValue() : null;
    }
}
