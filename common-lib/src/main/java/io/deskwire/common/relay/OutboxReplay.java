package io.deskwire.common.relay;

import io.deskwire.common.relay.database.RelayDatabase;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Publishes the outbox again from a point in time, from the table, because the log no longer tells.
///
/// The table knows no commit order. Events go out by id, that is by the time they were appended, but an aggregate's
/// events never out of the order of its versions, even where the clocks of two nodes disagree.
final class OutboxReplay {
    private static final Logger log = LoggerFactory.getLogger(OutboxReplay.class);
    private static final int BATCH = 500;

    /// The order is computed once and kept by the server outside any transaction, so that a replay that waits for
    /// Kafka holds back no vacuum.
    private static final String DECLARE = """
            DECLARE replay NO SCROLL CURSOR WITH HOLD FOR
            SELECT id, occurred_at
              FROM (SELECT id, occurred_at, subject_version,
                           max(id::text COLLATE "C") OVER (PARTITION BY tenant_id, subject ORDER BY subject_version, id
                                                           ROWS UNBOUNDED PRECEDING) AS turn
                      FROM outbox WHERE occurred_at >= '%s') AS turns
             ORDER BY turn, subject_version, id
            """;

    private final RelayDatabase database;

    OutboxReplay(RelayDatabase database) {
        this.database = database;
    }

    /// Returns when Kafka has acknowledged every event since `from`. Returns their number.
    long run(Instant from, KafkaPublisher publisher) throws SQLException, InterruptedException {
        try (var connection = database.connect("replay", Duration.ZERO)) {
            var jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            jdbc.sql(DECLARE.formatted(from.atOffset(ZoneOffset.UTC))).update();
            long count = 0;
            while (true) {
                var keys = jdbc.sql("FETCH " + BATCH + " FROM replay")
                        .query((row, _) -> new EventKey(row.getString("id"), row.getString("occurred_at")))
                        .list();
                if (keys.isEmpty()) {
                    log.info("Replayed {} events since {}", count, from);
                    return count;
                }
                publisher.publish(read(jdbc, keys), true);
                count += keys.size();
            }
        }
    }

    private static List<OutboxRow> read(JdbcClient jdbc, List<EventKey> keys) {
        return jdbc.sql("SELECT " + OutboxRow.COLUMNS + """
                          FROM unnest(:ids::uuid[], :times::timestamptz[]) WITH ORDINALITY AS key (event_id, event_at, turn)
                          JOIN outbox ON id = event_id AND occurred_at = event_at
                         ORDER BY turn
                        """)
                .param("ids", keys.stream().map(EventKey::id).toArray(String[]::new))
                .param("times", keys.stream().map(EventKey::occurredAt).toArray(String[]::new))
                .query(Row.as(OutboxRow::of))
                .list();
    }

    /// The outbox's index begins with the time. Both as the server writes them, so that nothing is rounded.
    private record EventKey(String id, String occurredAt) {}
}
