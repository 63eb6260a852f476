package io.deskwire.auth.mfa;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.springframework.stereotype.Component;

/// Seals the factors' secrets: AES-256-GCM under a key derived (HKDF, RFC 5869) from the deployment's, bound to the
/// factor's id, so that neither a copy of the table nor a secret moved to another row is of use.
@Component
class FactorSecrets {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKey> keys;

    FactorSecrets(MfaProperties properties) {
        keys = properties.encryptionKeys().stream().map(FactorSecrets::derived).toList();
    }

    byte[] seal(UUID factor, byte[] secret) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var sealed =
                    cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), factor, nonce).doFinal(secret);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a factor's secret cannot be sealed", failure);
        }
    }

    /// With whichever key sealed it.
    byte[] open(UUID factor, byte[] stored) {
        var nonce = Arrays.copyOf(stored, NONCE);
        for (var key : keys) {
            try {
                return cipher(Cipher.DECRYPT_MODE, key, factor, nonce).doFinal(stored, NONCE, stored.length - NONCE);
            } catch (GeneralSecurityException _) {
                // Sealed with another one.
            }
        }
        throw new IllegalStateException(
                "no configured key opens the secret of factor %s (is DESKWIRE_ENCRYPTION_KEY another one than before?)"
                        .formatted(factor));
    }

    private static Cipher cipher(int mode, SecretKey key, UUID factor, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(factor.toString().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static SecretKey derived(String key) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key.getBytes(StandardCharsets.UTF_8))
                                    .thenExpand("deskwire mfa".getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
