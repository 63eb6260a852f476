package io.deskwire.common.page;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.json.WireJson;
import io.deskwire.common.problem.Problem.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The sort key of the last row of a page, opaque to its reader. Not a secret and not signed: it selects among rows
/// the reader may see anyway. Parts are read typed, and one that does not parse is a cursor we never gave out (400).
public record Cursor(List<String> key) {
    private static final String SEPARATOR = "\u001f";

    public Cursor {
        key = List.copyOf(key);
    }

    public static Cursor of(Object... key) {
        return new Cursor(Arrays.stream(key).map(Cursor::part).toList());
    }

    /// Null where the text is absent or empty.
    static @Nullable Cursor parse(@Nullable String text, int parts) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            var key = List.of(
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(SEPARATOR, -1));
            if (key.size() == parts) {
                return new Cursor(key);
            }
        } catch (IllegalArgumentException _) {
            // falls through to the one answer for every bad cursor
        }
        throw unknown();
    }

    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, key).getBytes(StandardCharsets.UTF_8));
    }

    public UUID uuid(int part) {
        return Uuid7.parse(key.get(part)).orElseThrow(Cursor::unknown);
    }

    public long number(int part) {
        try {
            return Long.parseLong(key.get(part));
        } catch (NumberFormatException _) {
            throw unknown();
        }
    }

    public Instant instant(int part) {
        try {
            return Instant.parse(key.get(part));
        } catch (DateTimeParseException _) {
            throw unknown();
        }
    }

    private static String part(Object value) {
        return value instanceof Instant instant ? WireJson.format(instant) : value.toString();
    }

    private static Malformed unknown() {
        return Malformed.field(
                "cursor",
                "is no cursor of this list (expected: the next_cursor of its last page); omit it to start from the first page");
    }
}
