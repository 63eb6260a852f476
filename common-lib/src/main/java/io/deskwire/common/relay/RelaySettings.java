package io.deskwire.common.relay;

import io.deskwire.common.relay.database.RelayDatabase;
import io.deskwire.common.retry.Backoff;
import io.deskwire.contracts.event.Topic;
import java.time.Duration;

/// Everything one relay needs to know: whose outbox, where it goes, how patient to be.
///
/// @param service `tickets`; the event's source is `deskwire/<service>`
/// @param topic receives every event of this outbox
public record RelaySettings(
        String service, Topic topic, RelayDatabase database, String bootstrapServers, Mode mode, Tuning tuning) {

    /// How events are found.
    public enum Mode {
        /// [#LOGICAL] where the server's `wal_level` is `logical`, else [#POLL].
        AUTO,
        /// From the write-ahead log, through a replication slot: no price for writers.
        LOGICAL,
        /// From a table that numbers events at commit: works on any server, commits with events stand in line.
        POLL
    }

    public RelaySettings(String service, Topic topic, RelayDatabase database, String bootstrapServers) {
        this(service, topic, database, bootstrapServers, Mode.AUTO, Tuning.DEFAULTS);
    }

    public RelaySettings with(Mode other) {
        return new RelaySettings(service, topic, database, bootstrapServers, other, tuning);
    }

    public RelaySettings with(Tuning other) {
        return new RelaySettings(service, topic, database, bootstrapServers, mode, other);
    }

    public String source() {
        return "deskwire/" + service;
    }

    /// One slot per database; slot names are known to the whole cluster.
    public String slot() {
        return "deskwire_" + database.name();
    }

    /// Time and size. The defaults are those of production; tests shorten them.
    ///
    /// @param pollInterval pause between empty reads while events are polled; streaming has none
    /// @param heartbeat how often a row goes through the slot, which must move while only other databases are busy
    /// @param confirmInterval how often at most the slot is moved, and thereby how much a crash repeats
    /// @param deliveryTimeout how long an event may wait for Kafka before the engine is rebuilt
    /// @param standbyInterval how often a standby asks for leadership
    /// @param watchInterval how often the leader proves its leadership and looks at its slot
    /// @param backoff the pause before a failed engine is rebuilt
    /// @param replayOverlap how far a replay reaches back before the newest relayed event: beyond any transaction
    public record Tuning(
            Duration pollInterval,
            Duration heartbeat,
            Duration confirmInterval,
            Duration deliveryTimeout,
            Duration standbyInterval,
            Duration watchInterval,
            Backoff backoff,
            Duration replayOverlap) {

        public static final Tuning DEFAULTS = new Tuning(
                Duration.ofMillis(50),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                new Backoff.Growing(Duration.ofMillis(150), 2, Duration.ofSeconds(4), 0.3),
                Duration.ofMinutes(10));

        /// Without a sign of life for so long an engine counts as dead, whatever it says of itself.
        Duration silenceLimit() {
            return heartbeat.multipliedBy(3);
        }
    }
}
