package io.deskwire.common.reception;

/// Trying again is pointless.
final class UnreadableRecordException extends RuntimeException {
    UnreadableRecordException(Received received) {
        super("no event of ours: " + received.place());
    }
}
