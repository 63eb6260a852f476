package io.deskwire.auth.provider;

/// An ID token that does not hold.
public final class InvalidIdTokenException extends Exception {
    InvalidIdTokenException(String message) {
        super(message, null, false, false);
    }
}
