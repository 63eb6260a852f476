package io.deskwire.common.problem;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Percent-encoded text (RFC 3986) as a client sends it, read strictly: what a lenient reader replaces is a fault here.
final class PercentText {
    private PercentText() {}

    /// What is wrong with the text; null where all is well.
    static @Nullable String fault(String text) {
        if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c > 0 && c < 0x80)) {
            return null;
        }
        var bytes = ByteBuffer.allocate(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
                    return "is not percent-encoded (expected: two hexadecimal digits after %)";
                }
                bytes.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        try {
            var decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return decoded.chars().anyMatch(c -> c == 0) ? "must not contain NUL" : null;
        } catch (CharacterCodingException _) {
            return "is not UTF-8 (expected: percent-encoded UTF-8)";
        }
    }

    /// Of a text without fault.
    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }
}
