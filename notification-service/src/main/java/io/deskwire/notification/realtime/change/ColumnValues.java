package io.deskwire.notification.realtime.change;

import io.deskwire.condition.value.ValueType;
import io.deskwire.contracts.table.ColumnType;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How filters read and compare the values of a public column.
///
/// @param form what a value looks like, for sentences
/// @param values what [#read] answers is what [#compare] takes
record ColumnValues(ColumnType type, String form, ValueType<Object> values) {
    static ColumnValues of(ColumnType type) {
        return switch (type) {
            case UUID -> of(type, "a UUID", ValueType.ID);
            case TEXT -> of(type, "text", ValueType.TEXT);
            case TIMESTAMPTZ -> of(type, "a time such as 2026-11-21T10:00:00Z", ValueType.TIME);
            case INT8 -> of(type, "a number", ValueType.NUMBER);
            case BOOL -> of(type, "true or false", ValueType.FLAG);
            case JSONB -> of(type, "JSON", ValueType.JSON);
            case TEXTS -> of(type, "an array such as {a,b}", ValueType.TEXTS);
        };
    }

    @SuppressWarnings("unchecked")
    private static ColumnValues of(ColumnType type, String form, ValueType<?> values) {
        return new ColumnValues(type, form, (ValueType<Object>) values);
    }

    /// Whether values have an order that clients may ask for.
    boolean ordered() {
        return type != ColumnType.JSONB && type != ColumnType.TEXTS;
    }

    /// A value as a filter writes it, comparable with [#read(JsonNode)] by [#compare]; empty where it is of another
    /// type.
    Optional<Object> read(String text) {
        return type == ColumnType.TEXTS && text.startsWith("{") && text.endsWith("}") ? texts(text) : values.read(text);
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
