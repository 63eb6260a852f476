package io.deskwire.gateway.message;

/// The request's head is not as RFC 9112 and RFC 3986 want it: 400.
public final class MalformedHeadException extends RuntimeException {
    MalformedHeadException(String message) {
        super(message, null, false, false);
    }
}
