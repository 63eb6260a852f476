package io.deskwire.common.problem;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Percent-encoded text (RFC 3986) as a client sends it, read strictly: what a lenient reader replaces is a fault here.
public final class PercentText {
    private PercentText() {}

    public enum Fault {
        ESCAPE("is not percent-encoded (expected: two hexadecimal digits after %)"),
        NOT_UTF_8("is not UTF-8 (expected: percent-encoded UTF-8)"),
        NUL("must not contain NUL");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        /// Goes on from the name of the text.
        public String sentence() {
            return sentence;
        }
    }

    /// What is wrong with the text; null where all is well.
    public static @Nullable Fault fault(String text) {
        if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c > 0 && c < 0x80)) {
            return null;
        }
        var bytes = ByteBuffer.allocate(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '%') {
                if (!isEscape(text, i)) {
                    return Fault.ESCAPE;
                }
                bytes.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        try {
            var decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return decoded.chars().anyMatch(c -> c == 0) ? Fault.NUL : null;
        } catch (CharacterCodingException _) {
            return Fault.NOT_UTF_8;
        }
    }

    /// @param at where the text has a `%`
    public static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    /// Of a text without fault.
    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
