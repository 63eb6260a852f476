package io.deskwire.notification.realtime.change;

import io.deskwire.notification.realtime.protocol.FrameCodec;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The type of a public column: its name in PostgreSQL, by which clients convert, and how filters compare its values.
enum ColumnType {
    UUID("uuid", "a UUID"),
    TEXT("text", "text"),
    TIMESTAMPTZ("timestamptz", "a time such as 2026-11-21T10:00:00Z"),
    INT8("int8", "a number"),
    BOOL("bool", "true or false"),
    JSONB("jsonb", "JSON"),
    TEXTS("_text", "an array such as {a,b}");

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern NUMBER_FORM = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off", "0");

    /// What PostgreSQL reads in its zone UTC: date, time and offset, the last two where they are given.
    private static final DateTimeFormatter TIME_FORM = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("[['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][X]]")
            .toFormatter(Locale.ROOT);

    private final String wire;
    private final String form;

    ColumnType(String wire, String form) {
        this.wire = wire;
        this.form = form;
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
        return switch (this) {
            case UUID -> {
                var lower = text.toLowerCase(Locale.ROOT);
                yield UUID_FORM.matcher(lower).matches() ? Optional.of(lower) : Optional.empty();
            }
            case TEXT -> Optional.of(text);
            case TIMESTAMPTZ -> instant(text);
            case INT8 -> NUMBER_FORM.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
            case BOOL -> {
                var lower = text.toLowerCase(Locale.ROOT);
                yield TRUE.contains(lower)
                        ? Optional.of(true)
                        : FALSE.contains(lower) ? Optional.of(false) : Optional.empty();
            }
            case JSONB -> json(text);
            case TEXTS -> texts(text);
        };
    }

    /// A row's value; empty where it is not what the catalogue says.
    Optional<Object> read(JsonNode value) {
        return switch (this) {
            case JSONB -> Optional.of(value);
            case TEXTS -> value.isArray() ? texts(value) : Optional.empty();
            case UUID, TEXT, TIMESTAMPTZ, INT8, BOOL -> value.isValueNode() ? read(value.asString()) : Optional.empty();
        };
    }

    /// Of two values of this type, as [Comparable] does; without an order, 0 for equal ones and another number
    /// otherwise.
    @SuppressWarnings("unchecked")
    int compare(Object left, Object right) {
        return switch (this) {
            case JSONB -> ((JsonNode) left).equals(ColumnType::compareLeaves, (JsonNode) right) ? 0 : 1;
            case TEXTS -> left.equals(right) ? 0 : 1;
            case UUID, TEXT, TIMESTAMPTZ, INT8, BOOL -> ((Comparable<Object>) left).compareTo(right);
        };
    }

    private static int compareLeaves(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }

    private static Optional<Object> instant(String text) {
        try {
            var time = TIME_FORM.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return Optional.of(
                    switch (time) {
                        case OffsetDateTime offset -> offset.toInstant();
                        case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
                        default -> LocalDate.from(time).atStartOfDay().toInstant(ZoneOffset.UTC);
                    });
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Optional<Object> json(String text) {
        try {
            return Optional.of(FrameCodec.JSON.readTree(text));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /// PostgreSQL's `{a,"b c"}` or JSON's `["a","b c"]`.
    private static Optional<Object> texts(String text) {
        if (text.startsWith("{") && text.endsWith("}")) {
            var inner = text.substring(1, text.length() - 1);
            try {
                return Optional.of(
                        inner.isBlank()
                                ? new ArrayList<String>()
                                : new FilterScanner(inner)
                                        .list().stream()
                                                .map(FilterScanner.Value::text)
                                                .toList());
            } catch (MalformedFrameException malformed) {
                return Optional.empty();
            }
        }
        return json(text).filter(array -> ((JsonNode) array).isArray()).flatMap(array -> texts((JsonNode) array));
    }

    private static Optional<Object> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.isValueNode() ? each.asString() : each.toString()));
        return Optional.of(texts);
    }
}
