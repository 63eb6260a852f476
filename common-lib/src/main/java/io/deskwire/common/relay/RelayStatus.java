package io.deskwire.common.relay;

import io.deskwire.common.relay.RelaySettings.Mode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a relay says of itself at one moment.
///
/// @param mode null before the database was seen
/// @param pending events in the outbox that Kafka has not acknowledged, counted up to [RelayWatch#COUNT_LIMIT]; only a
///     leader knows, and exactly only while events are polled: otherwise it counts by time, and an event that was
///     committed late may be skipped
/// @param behind age of the oldest pending event
/// @param kafkaWait how long Kafka has been holding up the next event
/// @param slot as the server last showed it; null where events are polled, or on a standby
public record RelayStatus(
        State state,
        @Nullable Mode mode,
        @Nullable Long pending,
        @Nullable Duration behind,
        Duration kafkaWait,
        @Nullable Slot slot,
        @Nullable Instant lastRelayedAt,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {

    /// An ordinary pause of Kafka, such as a leader election, ends within this time.
    private static final Duration ORDINARY_WAIT = Duration.ofSeconds(5);

    public enum State {
        /// Not started, or stopped.
        STOPPED,
        /// Connecting, preparing the slot.
        STARTING,
        /// Another node leads.
        STANDBY,
        /// Publishing the outbox again, because the slot left a gap.
        REPLAYING,
        /// Relaying.
        RUNNING,
        /// Something failed; trying again in a moment.
        RECOVERING
    }

    /// @param walStatus `reserved` and `extended` are well; `unreserved` is about to be `lost`
    /// @param retainedBytes WAL that the server keeps for this slot
    /// @param safeBytes what may still be written until the slot can be lost; null where that is unlimited
    public record Slot(
            String name,
            @Nullable String walStatus,
            @Nullable Long retainedBytes,
            @Nullable Long safeBytes) {}

    /// True where events do not reach Kafka as they should. The service itself is well: events wait in the outbox.
    public boolean isDegraded() {
        return switch (state) {
            case RUNNING -> kafkaWait.compareTo(ORDINARY_WAIT) > 0 || isSlotInDanger();
            case STANDBY -> false;
            case STOPPED, STARTING, REPLAYING, RECOVERING -> true;
        };
    }

    private boolean isSlotInDanger() {
        return slot != null && ("unreserved".equals(slot.walStatus()) || "lost".equals(slot.walStatus()));
    }
}
