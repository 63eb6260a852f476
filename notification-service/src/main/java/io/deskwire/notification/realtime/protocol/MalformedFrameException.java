package io.deskwire.notification.realtime.protocol;

/// The client does not speak the protocol; the connection ends.
public final class MalformedFrameException extends Exception {
    public MalformedFrameException(String message) {
        super(message, null, false, false);
    }
}
