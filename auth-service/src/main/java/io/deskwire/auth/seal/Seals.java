package io.deskwire.auth.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.springframework.stereotype.Component;

/// AES-256-GCM under a key derived (HKDF, RFC 5869) from the deployment's for each kind of secret, bound to where the
/// secret belongs: neither a copy of a table nor a secret moved to another row is of use.
@Component
public class Seals {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<Kind, List<SecretKey>> keys = new EnumMap<>(Kind.class);

    Seals(SealProperties properties) {
        for (var kind : Kind.values()) {
            keys.put(
                    kind,
                    properties.keys().stream().map(key -> derived(key, kind)).toList());
        }
    }

    /// What is sealed; each kind has keys of its own. The names go into the keys and must not change.
    public enum Kind {
        SECOND_FACTOR("deskwire mfa"),
        SERVICE_CONFIGURATION("deskwire product configuration"),
        PROVIDER_TOKEN("deskwire provider token"),
        SIGNING_KEY("deskwire signing key");

        private final String info;

        Kind(String info) {
            this.info = info;
        }
    }

    /// With these keys, the first of which seals.
    public static Seals with(String... keys) {
        return new Seals(new SealProperties(List.of(keys)));
    }

    /// Whether there is a key; without one nothing can be sealed.
    public boolean available() {
        return !keys.getOrDefault(Kind.SECOND_FACTOR, List.of()).isEmpty();
    }

    /// @param place where the secret belongs, such as its row's key; it opens there only
    public byte[] seal(Kind kind, String place, byte[] secret) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var key = keys.getOrDefault(kind, List.of()).getFirst();
            var sealed = cipher(Cipher.ENCRYPT_MODE, key, place, nonce).doFinal(secret);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a secret cannot be sealed", failure);
        }
    }

    /// With whichever key sealed it.
    public byte[] open(Kind kind, String place, byte[] stored) {
        var nonce = Arrays.copyOf(stored, NONCE);
        for (var key : keys.getOrDefault(kind, List.of())) {
            try {
                return cipher(Cipher.DECRYPT_MODE, key, place, nonce).doFinal(stored, NONCE, stored.length - NONCE);
            } catch (GeneralSecurityException _) {
                // Sealed with another one.
            }
        }
        throw new IllegalStateException(
                "no configured key opens the %s of %s (is DESKWIRE_ENCRYPTION_KEY another one than before?)"
                        .formatted(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), place));
    }

    private static Cipher cipher(int mode, SecretKey key, String place, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKey derived(String key, Kind kind) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key.getBytes(StandardCharsets.UTF_8))
                                    .thenExpand(kind.info.getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
