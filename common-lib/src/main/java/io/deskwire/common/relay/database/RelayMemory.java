package io.deskwire.common.relay.database;

import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a relay remembers between its lives: the one row of `relay_state`.
///
/// @param systemIdentifier of the cluster that made the slot
/// @param confirmed the slot was never moved beyond it; null while events are polled
/// @param newestEvent the largest `occurred_at` that Kafka has acknowledged; null before the first
/// @param replayFrom where set, events since then go out again before anything new
public record RelayMemory(
        String systemIdentifier,
        @Nullable LogSequenceNumber confirmed,
        @Nullable Instant newestEvent,
        @Nullable Instant replayFrom) {

    /// Where a replay begins that leaves nothing out.
    public Instant replayStart(Duration overlap) {
        return newestEvent == null ? Instant.EPOCH : newestEvent.minus(overlap);
    }

    public static Optional<RelayMemory> load(JdbcClient jdbc) {
        return jdbc.sql("""
                        SELECT system_identifier, confirmed_lsn::text AS confirmed_lsn, newest_event_at, replay_from
                          FROM relay_state WHERE id = 1
                        """).query(Row.as(RelayMemory::of)).optional();
    }

    private static RelayMemory of(Row row) throws SQLException {
        var confirmed = row.textOrNull("confirmed_lsn");
        return new RelayMemory(
                row.text("system_identifier"),
                confirmed == null ? null : LogSequenceNumber.valueOf(confirmed),
                row.instantOrNull("newest_event_at"),
                row.instantOrNull("replay_from"));
    }

    /// The cluster and the slot are as they should be; `confirmed` is where the slot stands.
    public static void adopt(JdbcClient jdbc, String systemIdentifier, @Nullable LogSequenceNumber confirmed) {
        jdbc.sql("""
                        INSERT INTO relay_state (id, system_identifier, confirmed_lsn, updated_at)
                        VALUES (1, :system, :confirmed::pg_lsn, now())
                        ON CONFLICT (id) DO UPDATE
                           SET system_identifier = excluded.system_identifier, confirmed_lsn = excluded.confirmed_lsn,
                               replay_from = NULL, replay_reason = NULL, updated_at = now()
                        """)
                .param("system", systemIdentifier)
                .param("confirmed", confirmed == null ? null : confirmed.asString())
                .update();
    }

    /// To be called before the slot is moved to `confirmed`, never after.
    public static void advance(JdbcClient jdbc, @Nullable LogSequenceNumber confirmed, @Nullable Instant newestEvent) {
        jdbc.sql("""
                        UPDATE relay_state
                           SET confirmed_lsn = greatest(confirmed_lsn, :confirmed::pg_lsn),
                               newest_event_at = greatest(newest_event_at, :newest::timestamptz), updated_at = now()
                         WHERE id = 1
                        """)
                .param("confirmed", confirmed == null ? null : confirmed.asString())
                .param("newest", Row.at(newestEvent))
                .update();
    }

    /// Until [#adopt] says that it is done. An earlier order to replay from further back stays.
    ///
    /// @param confirmed where the present slot stands, if there is one: it is no longer doubted
    public static void orderReplay(
            JdbcClient jdbc,
            String systemIdentifier,
            @Nullable LogSequenceNumber confirmed,
            Instant from,
            String reason) {
        jdbc.sql("""
                        INSERT INTO relay_state (id, system_identifier, confirmed_lsn, replay_from, replay_reason, updated_at)
                        VALUES (1, :system, :confirmed::pg_lsn, :from, :reason, now())
                        ON CONFLICT (id) DO UPDATE
                           SET system_identifier = excluded.system_identifier, confirmed_lsn = excluded.confirmed_lsn,
                               replay_from = least(relay_state.replay_from, excluded.replay_from),
                               replay_reason = excluded.replay_reason, updated_at = now()
                        """)
                .param("system", systemIdentifier)
                .param("confirmed", confirmed == null ? null : confirmed.asString())
                .param("from", Row.at(from))
                .param("reason", reason)
                .update();
    }
}
