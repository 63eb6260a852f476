package io.deskwire.tickets.platform;

import io.deskwire.common.problem.FieldCheck;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// The bounds of what people write at length: 64 KiB of UTF-8, and 96 KiB once JSON has escaped it, so that an
/// event with a text before and after its change still fits the outbox (256 KiB).
public final class LongText {
    public static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_JSON_BYTES = 96 * 1024;

    private LongText() {}

    public static @Nullable String checked(FieldCheck check, String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            check.require(false, field, "has %d bytes (expected: at most %d)".formatted(bytes, MAX_BYTES));
            return null;
        }
        var escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text).length;
        check.require(
                escaped <= MAX_JSON_BYTES,
                field,
                "has %d bytes as JSON (expected: at most %d)".formatted(escaped, MAX_JSON_BYTES));
        return text;
    }
}
