package io.deskwire.common.relay.database;

import io.deskwire.common.sql.VoidSelect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A logical replication slot as the server sees it.
///
/// @param walStatus `reserved`, `extended`, `unreserved` (about to be lost) or `lost`
/// @param retainedBytes WAL that the server keeps because of this slot
/// @param safeBytes WAL that may still be written before the slot can be lost; null where that is unlimited
/// @param confirmed everything committed before was acknowledged
/// @param sent up to where the log was read for the session that streams; null where none does
public record ReplicationSlot(
        String name,
        @Nullable String plugin,
        @Nullable String database,
        @Nullable String walStatus,
        @Nullable String invalidation,
        @Nullable Long retainedBytes,
        @Nullable Long safeBytes,
        @Nullable LogSequenceNumber confirmed,
        @Nullable LogSequenceNumber sent) {

    /// False where streaming from it can never work again, or never could.
    public boolean usable(String ownDatabase) {
        return "pgoutput".equals(plugin)
                && ownDatabase.equals(database)
                && confirmed != null
                && invalidation == null
                && !"lost".equals(walStatus);
    }

    public static Optional<ReplicationSlot> find(JdbcClient jdbc, String name) {
        return jdbc.sql("""
                        SELECT slot_name, plugin, database, wal_status, invalidation_reason, safe_wal_size,
                               pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS retained,
                               confirmed_flush_lsn::text AS confirmed, sent_lsn::text AS sent
                          FROM pg_replication_slots LEFT JOIN pg_stat_replication ON pid = active_pid
                         WHERE slot_name = :name
                        """).param("name", name).query(ReplicationSlot::of).optional();
    }

    private static ReplicationSlot of(ResultSet row, int number) throws SQLException {
        return new ReplicationSlot(
                row.getString("slot_name"),
                row.getString("plugin"),
                row.getString("database"),
                row.getString("wal_status"),
                row.getString("invalidation_reason"),
                row.getObject("retained", Long.class),
                row.getObject("safe_wal_size", Long.class),
                position(row, "confirmed"),
                position(row, "sent"));
    }

    private static @Nullable LogSequenceNumber position(ResultSet row, String column) throws SQLException {
        var text = row.getString(column);
        return text == null ? null : LogSequenceNumber.valueOf(text);
    }

    /// Returns when every event that was committed before the slot's first position is visible to queries, and every
    /// later one will be streamed: a transaction can reach the log a moment before others see it.
    public static void create(JdbcClient jdbc, String name) {
        VoidSelect.run(jdbc.sql("SELECT pg_create_logical_replication_slot(:name, 'pgoutput')")
                .param("name", name));
        var next = jdbc.sql("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
                .query(String.class)
                .single();
        // A commit under way is done within milliseconds; a transaction still at work commits behind the slot's
        // position.
        jdbc.sql("""
                        DO $$
                        BEGIN
                            FOR i IN 1..40 LOOP
                                EXIT WHEN pg_snapshot_xmin(pg_current_snapshot()) >= '%s'::xid8;
                                PERFORM pg_sleep(0.05);
                            END LOOP;
                        END $$
                        """.formatted(next)).update();
    }

    /// Ends the session that streams from the slot; only sessions of the same role can be ended, and only they stream
    /// from it.
    public static void release(JdbcClient jdbc, String name) {
        VoidSelect.run(jdbc.sql("""
                        SELECT pg_terminate_backend(active_pid, 5000)
                          FROM pg_replication_slots WHERE slot_name = :name AND active_pid IS NOT NULL
                        """).param("name", name));
    }

    public static void drop(JdbcClient jdbc, String name) {
        release(jdbc, name);
        VoidSelect.run(
                jdbc.sql("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = :name")
                        .param("name", name));
    }
}
