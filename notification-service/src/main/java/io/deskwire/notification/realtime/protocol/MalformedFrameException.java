package io.deskwire.notification.realtime.protocol;

/// The client does not speak the protocol; the connection ends.
final class MalformedFrameException extends Exception {
    MalformedFrameException(String message) {
        super(message, null, false, false);
    }
}
