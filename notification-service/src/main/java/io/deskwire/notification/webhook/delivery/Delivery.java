package io.deskwire.notification.webhook.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event on its way to one endpoint. As JSON this is its public image.
///
/// @param messageId the receiver's `webhook-id`: the event's id, the same in every attempt and replay
/// @param attempts how many were begun
/// @param nextAttemptAt null once it is over
/// @param responseStatus of the last attempt; null where there was no answer, then `error` says why
/// @param responseBody the first 4 KB of the last answer; null for a caller who may not read the event
public record Delivery(
        UUID id,
        UUID webhookId,
        UUID messageId,
        String eventType,
        Trigger trigger,
        Status status,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable Integer responseStatus,
        @Nullable String responseBody,
        @Nullable String error,
        @Nullable Integer durationMs,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /// For a caller who may not read the event: a receiver's answer may repeat it.
    Delivery withoutAnswer() {
        return new Delivery(
                id,
                webhookId,
                messageId,
                eventType,
                trigger,
                status,
                attempts,
                nextAttemptAt,
                responseStatus,
                null,
                error,
                durationMs,
                createdAt,
                finishedAt);
    }

    /// Why it was queued. Tests and replays get one attempt and do not count against the endpoint.
    public enum Trigger {
        EVENT,
        TEST,
        REPLAY
    }

    public enum Status {
        PENDING,
        DELIVERING,
        DELIVERED,
        FAILED
    }
}
