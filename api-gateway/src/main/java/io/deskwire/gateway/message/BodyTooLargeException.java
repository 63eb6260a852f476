package io.deskwire.gateway.message;

import org.springframework.util.unit.DataSize;

/// The request's body is larger than the gateway lets in: 413.
public final class BodyTooLargeException extends RuntimeException {
    BodyTooLargeException(DataSize limit) {
        super("the body has more than %d bytes".formatted(limit.toBytes()), null, false, false);
    }
}
