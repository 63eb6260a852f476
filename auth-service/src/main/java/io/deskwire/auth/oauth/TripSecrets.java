package io.deskwire.auth.oauth;

import io.deskwire.auth.flow.CodeChallenge;
import io.deskwire.common.secret.RandomSecret;

/// What binds a provider's answer to our question: the nonce comes back in the ID token, the verifier is shown when the
/// code is traded (RFC 7636).
record TripSecrets(String nonce, String verifier) {
    private static final int BYTES = 32;

    static TripSecrets random() {
        return new TripSecrets(RandomSecret.text(BYTES), RandomSecret.text(BYTES));
    }

    String challenge() {
        return CodeChallenge.s256(verifier);
    }

    @Override
    public String toString() {
        return "TripSecrets[…]";
    }
}
