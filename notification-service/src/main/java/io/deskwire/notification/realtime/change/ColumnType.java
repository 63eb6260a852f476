package io.deskwire.notification.realtime.change;

import io.deskwire.notification.realtime.protocol.FrameCodec;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;

import io.deskwire.condition.value.ValueType;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The type of a public column: its name in PostgreSQL, by which clients convert, and how filters compare its values.
enum ColumnType {
    UUID("uuid", "a UUID", ValueType.ID),
    TEXT("text", "text", ValueType.TEXT),
    TIMESTAMPTZ("timestamptz", "a time such as 2026-11-21T10:00:00Z", ValueType.TIME),
    INT8("int8", "a number", ValueType.NUMBER),
    BOOL("bool", "true or false", ValueType.FLAG),
    JSONB("jsonb", "JSON", ValueType.JSON),
    TEXTS("_text", "an array such as {a,b}", ValueType.TEXTS);

    private final String wire;
    private final String form;
    private final ValueType<Object> values;

    /// What [#read] answers of a type is what [#compare] of the same takes.
    @SuppressWarnings("unchecked")
    ColumnType(String wire, String form, ValueType<?> values) {
        this.wire = wire;
        this.form = form;
        this.values = (ValueType<Object>) values;
    }

    String wire() {
        return wire;
    }

    /// What a value looks like, for sentences.
    String form() {
        return form;
    }

    /// Whether values have an order that clients may ask for.
    boolean ordered() {
        return this != JSONB && this != TEXTS;
    }

    /// A value as a filter writes it, comparable with [#read(JsonNode)] by [#compare]; empty where it is of another
    /// type.
    Optional<Object> read(String text) {
        return this == TEXTS && text.startsWith("{") && text.endsWith("}") ? texts(text) : values.read(text);
    }

    /// A row's value; empty where it is not what the catalogue says.
    Optional<Object> read(JsonNode value) {
        return values.read(value);
    }

    /// Of two values of this type, as [Comparable] does; without an order, 0 for equal ones and another number
    /// otherwise.
    int compare(Object left, Object right) {
        return values.compare(left, right);
    }

    /// PostgreSQL's `{a,"b c"}`.
    private static Optional<Object> texts(String text) {
        var inner = text.substring(1, text.length() - 1);
        try {
            return Optional.of(
                    inner.isBlank()
                            ? List.<String>of()
                            : new FilterScanner(inner)
                                    .list().stream()
                                            .map(FilterScanner.Value::text)
                                            .toList());
        } catch (MalformedFrameException malformed) {
            return Optional.empty();
        }
    }
}
