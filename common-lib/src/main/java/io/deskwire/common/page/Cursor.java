package io.deskwire.common.page;

import io.deskwire.common.problem.Problem.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sort key of the last row of a page, opaque to its reader. Not a secret and not signed: it selects among rows
/// the reader may see anyway.
public record Cursor(List<String> key) {
    private static final String SEPARATOR = "\u001f";

    public Cursor {
        key = List.copyOf(key);
    }

    public static Cursor of(Object... key) {
        return new Cursor(java.util.Arrays.stream(key).map(Object::toString).toList());
    }

    /// Parses `?cursor=`; null where it is absent or empty.
    public static @Nullable Cursor parse(@Nullable String text, int parts) {
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

    /// For readers of the parts: a part that does not parse is a cursor we never gave out.
    public static Malformed unknown() {
        return Malformed.field("cursor", "is not one this list gave out");
    }
}
