package io.deskwire.gateway;

import java.security.SecureRandom;
import java.util.zip.CRC32;

/// API keys as the auth-service makes them, written down a second time so that a slip in the gateway's format shows.
final class Keys {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom random = new SecureRandom();

    private Keys() {}

    static String apiKey() {
        var body = "dw_live_" + text(16) + "_" + text(43);
        var crc = new CRC32();
        crc.update(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var checksum = new StringBuilder();
        for (long rest = crc.getValue(); rest > 0; rest /= 62) {
            checksum.insert(0, BASE62.charAt((int) (rest % 62)));
        }
        return body + "0".repeat(6 - checksum.length()) + checksum;
    }

    private static String text(int length) {
        return random.ints(length, 0, 62)
                .mapToObj(digit -> String.valueOf(BASE62.charAt(digit)))
                .reduce("", String::concat);
    }
}
