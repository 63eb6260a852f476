package io.deskwire.common.secret;

import java.security.SecureRandom;
import java.util.Base64;

/// A new secret as text: random bytes in base64url without padding, which no address, header or form alters.
/// Thread-safe.
public final class RandomSecret {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomSecret() {}

    /// @param bytes of randomness; 32 make 43 characters
    public static String text(int bytes) {
        var secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
