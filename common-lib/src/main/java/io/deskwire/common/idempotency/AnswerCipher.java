package io.deskwire.common.idempotency;

import io.deskwire.common.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals stored answers, which may show a new key or password: AES-256-GCM under a key derived from the service's own
/// secret and the caller's `Idempotency-Key`. The table holds only a hash of that key, so neither the table nor the
/// secret alone opens an answer.
final class AnswerCipher {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final byte[] secret;

    AnswerCipher(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /// What the table is searched by.
    static String fingerprint(String key) {
        return Sha256.hex(key);
    }

    byte[] seal(String key, byte[] body) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        var sealed = apply(Cipher.ENCRYPT_MODE, key, nonce, body);
        return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    }

    byte[] open(String key, byte[] stored) {
        var nonce = Arrays.copyOf(stored, NONCE);
        return apply(Cipher.DECRYPT_MODE, key, nonce, Arrays.copyOfRange(stored, NONCE, stored.length));
    }

    private byte[] apply(int mode, String key, byte[] nonce, byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            var derived = mac.doFinal(("idempotency " + key).getBytes(StandardCharsets.UTF_8));
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(
                    "a stored answer cannot be " + (mode == Cipher.ENCRYPT_MODE ? "sealed" : "opened"), failure);
        }
    }
}
