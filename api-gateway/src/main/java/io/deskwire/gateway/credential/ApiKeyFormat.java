package io.deskwire.gateway.credential;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The form of an API key: `dw_live_<public id, 16>_<secret, 43><checksum, 6>`, all base62.
///
/// The checksum is the CRC32 of everything before it, in base62 (digits, then capitals, then small letters), padded
/// with
/// `0`. It keeps typing errors and guesses away from the auth-service; it proves nothing.
final class ApiKeyFormat {
    static final String PREFIX = "dw_live_";

    private static final Pattern FORM = Pattern.compile("dw_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}");
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHECKSUM_LENGTH = 6;

    private ApiKeyFormat() {}

    static boolean holds(String key) {
        if (!FORM.matcher(key).matches()) {
            return false;
        }
        var body = key.substring(0, key.length() - CHECKSUM_LENGTH);
        return key.endsWith(checksum(body));
    }

    static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        var digits = new char[CHECKSUM_LENGTH];
        var rest = crc.getValue();
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }
}
