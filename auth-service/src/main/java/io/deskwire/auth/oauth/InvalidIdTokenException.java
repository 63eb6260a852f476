package io.deskwire.auth.oauth;

/// An ID token that does not hold.
final class InvalidIdTokenException extends Exception {
    InvalidIdTokenException(String message) {
        super(message, null, false, false);
    }
}
