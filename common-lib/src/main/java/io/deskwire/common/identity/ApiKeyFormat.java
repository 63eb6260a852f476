package io.deskwire.common.identity;

import io.deskwire.common.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The form of an API key, recognised where requests come in and by secret scanners (`docs/api-keys.md`):
/// `dw_live_<public id>_<secret><checksum>`.
///
/// 16 base62 characters name the key, 43 are secret (256 bits), and 6 are the CRC-32 of everything before them, so that
/// a typing error is refused without a look-up. The checksum proves nothing else.
public final class ApiKeyFormat {
    public static final String PREFIX = "dw_live_";

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PUBLIC_ID = 16;
    private static final int SECRET = 43;
    private static final int CHECKSUM = 6;
    private static final Pattern KEY =
            Pattern.compile(PREFIX + "([0-9A-Za-z]{%d})_[0-9A-Za-z]{%d}".formatted(PUBLIC_ID, SECRET + CHECKSUM));

    private ApiKeyFormat() {}

    /// A new key; the whole of it is shown once and only its hash is kept.
    public record NewKey(String publicId, String key) {
        @Override
        public String toString() {
            return "NewKey[" + publicId + "]";
        }
    }

    public static NewKey generate(RandomGenerator random) {
        return generate(base62(random, PUBLIC_ID), random);
    }

    /// A new secret for a key that keeps its public id.
    public static NewKey generate(String publicId, RandomGenerator random) {
        var body = PREFIX + publicId + "_" + base62(random, SECRET);
        return new NewKey(publicId, body + checksum(body));
    }

    /// The public id of a well-formed key; empty for everything else.
    public static Optional<String> publicId(String key) {
        var form = KEY.matcher(key);
        if (!form.matches()) {
            return Optional.empty();
        }
        var body = key.substring(0, key.length() - CHECKSUM);
        return key.endsWith(checksum(body)) ? Optional.of(form.group(1)) : Optional.empty();
    }

    /// SHA-256 of the whole key. A slow hash would buy nothing against 256 random bits.
    public static byte[] hash(String key) {
        return Sha256.of(key);
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
