package io.deskwire.notification.realtime;

/// The client does not speak the protocol; the connection ends.
final class MalformedFrameException extends Exception {
    MalformedFrameException(String message) {
        super(message, null, false, false);
    }
}
