package io.deskwire.notification.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.notification.webhook.endpoint.WebhookId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event on its way to one endpoint. As JSON this is its public image.
///
/// @param messageId the receiver's `webhook-id`: the event's id, the same in every attempt and replay
public record Delivery(
        DeliveryId id,
        WebhookId webhookId,
        UUID messageId,
        String eventType,
        Trigger trigger,
        @JsonUnwrapped Progress progress,
        @JsonUnwrapped Answer answer,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /// @param attempts how many were begun
    /// @param nextAttemptAt null once it is over
    public record Progress(
            Status status, int attempts, @Nullable Instant nextAttemptAt) {}

    /// Of the last attempt.
    ///
    /// @param responseStatus null where there was no answer, then `error` says why
    /// @param responseBody its first 4 KB; null for a caller who may not read the event
    public record Answer(
            @Nullable Integer responseStatus,
            @Nullable String responseBody,
            @Nullable String error,
            @Nullable Integer durationMs) {
        Answer withoutBody() {
            return new Answer(responseStatus, null, error, durationMs);
        }
    }

    /// For a caller who may not read the event: a receiver's answer may repeat it.
    Delivery withoutAnswer() {
        return new Delivery(
                id, webhookId, messageId, eventType, trigger, progress, answer.withoutBody(), createdAt, finishedAt);
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
