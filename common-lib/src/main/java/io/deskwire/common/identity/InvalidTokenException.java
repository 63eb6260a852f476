package io.deskwire.common.identity;

/// A bearer token that does not hold. The message may be shown to its sender and never quotes the token.
public final class InvalidTokenException extends Exception {
    public InvalidTokenException(String message) {
        super(message, null, false, false);
    }
}
