package io.deskwire.auth.oauth;

/// A refusal in OAuth's own shape (RFC 6749, 5.2), which GoTrue answers to ID tokens.
final class OAuthRefusal extends Exception {
    private final String error;

    OAuthRefusal(String error, String description) {
        super(description, null, false, false);
        this.error = error;
    }

    String error() {
        return error;
    }
}
