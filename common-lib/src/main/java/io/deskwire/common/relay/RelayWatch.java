package io.deskwire.common.relay;

import io.deskwire.common.relay.RelaySettings.Mode;
import io.deskwire.common.relay.database.ReplicationSlot;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Looks at what only the database knows of a running relay: the state of the slot, and what is still to be sent.
final class RelayWatch {
    /// Counting stops here: "at least so many".
    static final int COUNT_LIMIT = 10_000;

    private static final String QUEUED = """
            SELECT count(*) AS pending, min(occurred_at) AS oldest FROM (SELECT occurred_at FROM outbox_queue LIMIT :limit) AS q
            """;
    private static final String NEWER = """
            SELECT count(*) AS pending, min(occurred_at) AS oldest
              FROM (SELECT occurred_at FROM outbox WHERE occurred_at > :newest ORDER BY occurred_at LIMIT :limit) AS newer
            """;

    private final RelaySettings settings;
    private final Mode mode;
    private final JdbcClient jdbc;
    private final RelayProgress progress;
    private final @Nullable Instant newestBefore;
    private @Nullable LogSequenceNumber sent;
    private long lifeNanos = System.nanoTime();

    /// @param newestBefore the newest event that was relayed before this process began
    RelayWatch(
            RelaySettings settings,
            Mode mode,
            JdbcClient jdbc,
            RelayProgress progress,
            @Nullable Instant newestBefore) {
        this.settings = settings;
        this.mode = mode;
        this.jdbc = jdbc;
        this.progress = progress;
        this.newestBefore = newestBefore;
    }

    /// @param oldest pending event's time; null where none is pending
    record Backlog(long pending, @Nullable Instant oldest, RelayStatus.@Nullable Slot slot) {

        Duration behind(Instant now) {
            return oldest == null ? Duration.ZERO : Duration.between(oldest, now);
        }
    }

    Backlog look() {
        if (mode == Mode.POLL) {
            return count(QUEUED, null, null);
        }
        var slot = ReplicationSlot.find(jdbc, settings.slot())
                .orElseThrow(() -> new RelayException("Slot " + settings.slot() + " is gone", null));
        if (!Objects.equals(slot.sent(), sent)) {
            sent = slot.sent();
            lifeNanos = System.nanoTime();
        }
        var newest = progress.newestEvent() != null ? progress.newestEvent() : newestBefore;
        return count(
                NEWER,
                newest == null ? Instant.EPOCH : newest,
                new RelayStatus.Slot(slot.name(), slot.walStatus(), slot.retainedBytes(), slot.safeBytes()));
    }

    /// How long ago the server was last seen to read on in the log. It may read gigabytes of other databases before it
    /// finds the next event of ours.
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lifeNanos);
    }

    private Backlog count(String query, @Nullable Instant newest, RelayStatus.@Nullable Slot slot) {
        var statement = jdbc.sql(query).param("limit", COUNT_LIMIT);
        if (newest != null) {
            statement = statement.param("newest", newest.atOffset(ZoneOffset.UTC));
        }
        return statement
                .query((row, _) -> {
                    var oldest = row.getObject("oldest", OffsetDateTime.class);
                    return new Backlog(row.getLong("pending"), oldest == null ? null : oldest.toInstant(), slot);
                })
                .single();
    }
}
