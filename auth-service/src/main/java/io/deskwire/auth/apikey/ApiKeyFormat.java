package io.deskwire.auth.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// `dw_live_<public id>_<secret><checksum>`: 16 base62 characters that name the key, 43 that are secret (256 bits), and
/// the CRC-32 of everything before it in 6 base62 characters, so that a typing error is refused without a look-up.
final class ApiKeyFormat {
    static final String PREFIX = "dw_live_";
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PUBLIC_ID = 16;
    private static final int SECRET = 43;
    private static final int CHECKSUM = 6;
    private static final Pattern KEY =
            Pattern.compile(PREFIX + "([0-9A-Za-z]{%d})_[0-9A-Za-z]{%d}".formatted(PUBLIC_ID, SECRET + CHECKSUM));

    private ApiKeyFormat() {}

    /// A new key; the whole of it is shown once and only its hash is kept.
    record NewKey(String publicId, String key) {
        @Override
        public String toString() {
            return "NewKey[" + publicId + "]";
        }
    }

    static NewKey generate(SecureRandom random) {
        var publicId = base62(random, PUBLIC_ID);
        var body = PREFIX + publicId + "_" + base62(random, SECRET);
        return new NewKey(publicId, body + checksum(body));
    }

    /// The public id of a well-formed key; empty for everything else.
    static Optional<String> publicId(String key) {
        var form = KEY.matcher(key);
        if (!form.matches()) {
            return Optional.empty();
        }
        var body = key.substring(0, key.length() - CHECKSUM);
        return key.endsWith(checksum(body)) ? Optional.of(form.group(1)) : Optional.empty();
    }

    /// SHA-256 of the whole key. A slow hash would buy nothing against 256 random bits.
    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        var text = new char[CHECKSUM];
        var rest = crc.getValue();
        for (int i = CHECKSUM - 1; i >= 0; i--) {
            text[i] = BASE62.charAt((int) (rest % BASE62.length()));
            rest /= BASE62.length();
        }
        return new String(text);
    }

    private static String base62(RandomGenerator random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(BASE62.charAt(random.nextInt(BASE62.length())));
        }
        return text.toString();
    }
}
