package io.deskwire.common.problem;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Parses the fields of a request into domain values and gathers what does not fit, so that one answer names every
/// bad field. After the last field call [#done()]; values returned before it are placeholders where a field was bad.
public final class FieldCheck {
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    /// Letters and symbols that show nothing: fillers of Hangul, the blank of Braille, the grapheme joiner.
    private static final String UNSEEN = "\u115f\u1160\u3164\uffa0\u2800\u034f";

    private final List<FieldError> errors = new ArrayList<>();

    /// A required text of 1 to `max` characters after trimming, of which one can be seen. Characters are code points,
    /// as in JSON Schema.
    public String text(String field, @Nullable String value, int max) {
        return bounded(field, seen(field, value).strip(), max);
    }

    /// An optional text of at most `max` characters, trimmed.
    public @Nullable String optionalText(String field, @Nullable String value, int max) {
        return value == null ? null : bounded(field, value.strip(), max);
    }

    /// As [#text], not trimmed: where the text is Markdown, blanks at its beginning mean something.
    public String prose(String field, @Nullable String value, int max) {
        return bounded(field, seen(field, value), max);
    }

    /// As [#optionalText], not trimmed.
    public @Nullable String optionalProse(String field, @Nullable String value, int max) {
        return value == null ? null : bounded(field, value, max);
    }

    /// Empty where nothing of the text can be seen.
    private String seen(String field, @Nullable String value) {
        return value != null && value.codePoints().anyMatch(FieldCheck::visible)
                ? value
                : reject(field, "must not be empty", "");
    }

    private static boolean visible(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> false;
            default -> UNSEEN.indexOf(character) < 0 && (character < 0xfe00 || character > 0xfe0f);
        };
    }

    private String bounded(String field, String text, int max) {
        if (text.indexOf('\0') >= 0) {
            return reject(field, "must not contain NUL", "");
        }
        if (!wellFormed(text)) {
            return reject(field, "must not contain half a surrogate pair", "");
        }
        var characters = characters(text);
        return characters <= max
                ? text
                : reject(field, "has %d characters (expected: at most %d)".formatted(characters, max), "");
    }

    /// A required text that matches `pattern`.
    public String matching(String field, @Nullable String value, Pattern pattern, String expectation) {
        if (value == null || !pattern.matcher(value).matches()) {
            return reject(field, "'%s' (expected: %s)".formatted(shortened(value), expectation), "");
        }
        return value;
    }

    /// One of an enum's constants by its lower-case wire name; `fallback` where the field is absent.
    public <E extends Enum<E>> E oneOf(String field, @Nullable String value, Class<E> type, E fallback) {
        if (value == null) {
            return fallback;
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        var names = Arrays.stream(type.getEnumConstants())
                .map(c -> c.name().toLowerCase(Locale.ROOT))
                .toList();
        return reject(field, "'%s' (expected: one of %s)".formatted(shortened(value), names), fallback);
    }

    /// As [#oneOf]; null where the field is absent, as of a filter.
    public <E extends Enum<E>> @Nullable E optionalOneOf(String field, @Nullable String value, Class<E> type) {
        return value == null ? null : oneOf(field, value, type, type.getEnumConstants()[0]);
    }

    /// A whole number within bounds; `fallback` where the field is absent.
    public int range(String field, @Nullable Integer value, int min, int max, int fallback) {
        if (value == null) {
            return fallback;
        }
        if (value < min || value > max) {
            return reject(field, "%d (expected: %d to %d)".formatted(value, min, max), fallback);
        }
        return value;
    }

    public @Nullable UUID optionalId(String field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        var id = Uuid7.parse(value);
        require(id.isPresent(), field, "'%s' (expected: a UUID)".formatted(shortened(value)));
        return id.orElse(null);
    }

    public UUID id(String field, @Nullable String value) {
        if (value == null) {
            return reject(field, "must be given", Uuid7.NIL);
        }
        return optionalId(field, value) instanceof UUID id ? id : Uuid7.NIL;
    }

    /// At most `maxItems` non-empty texts of at most `maxLength` characters; an absent list is empty.
    public List<String> texts(String field, @Nullable List<@Nullable String> values, int maxItems, int maxLength) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > maxItems) {
            return reject(field, "has %d items (expected: at most %d)".formatted(values.size(), maxItems), List.of());
        }
        return values.stream().map(value -> text(field, value, maxLength)).toList();
    }

    /// An instant of the years 1970 to 9999, which every store and client can hold.
    public @Nullable Instant optionalInstant(String field, @Nullable Instant value) {
        if (value == null || !value.isBefore(Instant.EPOCH) && value.isBefore(END)) {
            return value == null ? null : value.truncatedTo(ChronoUnit.MILLIS);
        }
        return reject(field, "lies outside the years 1970 to 9999", Instant.EPOCH);
    }

    /// As the other, from text as queries have it (RFC 3339, UTC).
    public @Nullable Instant optionalInstant(String field, @Nullable String value) {
        try {
            return optionalInstant(field, value == null ? null : Instant.parse(value));
        } catch (DateTimeParseException _) {
            return reject(
                    field,
                    "'%s' (expected: RFC 3339 such as 2026-11-21T10:00:00Z)".formatted(shortened(value)),
                    Instant.EPOCH);
        }
    }

    /// A JSON object of at most `maxBytes` bytes without NUL; an absent one is empty. Numbers count as the database
    /// writes them, without an exponent.
    public ObjectNode object(String field, @Nullable JsonNode value, int maxBytes) {
        var empty = JsonNodeFactory.instance.objectNode();
        if (value == null) {
            return empty;
        }
        if (!(value instanceof ObjectNode object)) {
            return reject(field, "a JSON object is expected", empty);
        }
        var text = object.toString();
        if (text.contains("\\u0000")) {
            return reject(field, "must not contain NUL", empty);
        }
        if (!wellFormed(text)) {
            return reject(field, "must not contain half a surrogate pair", empty);
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8).length + growth(object);
        return bytes <= maxBytes
                ? object
                : reject(field, "has %d bytes (expected: at most %d)".formatted(bytes, maxBytes), empty);
    }

    /// By how many characters numbers grow that have an exponent, once they are written without.
    private static long growth(JsonNode node) {
        if (node.isBigDecimal()) {
            var number = node.decimalValue();
            var digits = Math.max(0L, number.scale()) + Math.max(1L, (long) number.precision() - number.scale());
            return Math.max(0, digits - number.toString().length());
        }
        var growth = 0L;
        for (var child : node) {
            growth += growth(child);
        }
        return growth;
    }

    public <T> T present(String field, @Nullable T value, T placeholder) {
        return value == null ? reject(field, "must be given", placeholder) : value;
    }

    public void require(boolean holds, String field, String message) {
        if (!holds) {
            errors.add(new FieldError(field, message));
        }
    }

    /// What did not fit so far, for a domain that decides and does not throw.
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /// Raises [Malformed] when any field was bad.
    public void done() {
        if (!errors.isEmpty()) {
            throw new Malformed(List.copyOf(errors));
        }
    }

    /// How long a text is as JSON Schema counts (`maxLength`): in code points.
    public static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private <T> T reject(String field, String message, T placeholder) {
        errors.add(new FieldError(field, message));
        return placeholder;
    }

    /// JSON can escape half a surrogate pair, UTF-8 cannot: the database would keep a `?` and the answer would not say
    /// so.
    private static boolean wellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static String shortened(@Nullable String value) {
        return value == null || characters(value) <= 60
                ? String.valueOf(value)
                : value.substring(0, value.offsetByCodePoints(0, 60)) + "…";
    }
}
