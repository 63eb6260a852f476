package io.deskwire.common.relay;

import org.jspecify.annotations.Nullable;

/// The relay cannot go on from here; the supervisor starts it anew.
///
/// Deliberately not Kafka Connect's `RetriableException`: on that one Debezium polls on without handing the batch out
/// again, and the batch is lost.
final class RelayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RelayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
