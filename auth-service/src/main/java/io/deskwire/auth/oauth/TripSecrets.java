package io.deskwire.auth.oauth;

import io.deskwire.auth.flow.CodeChallenge;
import java.security.SecureRandom;
import java.util.Base64;

/// What binds a provider's answer to our question: the nonce comes back in the ID token, the verifier is shown when the
/// code is traded (RFC 7636).
record TripSecrets(String nonce, String verifier) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static TripSecrets random() {
        return new TripSecrets(text(), text());
    }

    String challenge() {
        return CodeChallenge.s256(verifier);
    }

    /// 256 random bits in 43 characters.
    private static String text() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "TripSecrets[…]";
    }
}
