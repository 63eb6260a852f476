package io.deskwire.notification.feed;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.tail.FeedItem;
import io.deskwire.notification.tail.Position;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class FeedRepository {
    /// An event that the relay sent again stays at its first place only.
    private static final String INSERT = """
            INSERT INTO feed_events (tenant_id, topic, log_partition, log_offset, logged_at, type, occurred_at,
                                     audience_permission, audience_users, audience_needs, audience_teams, event, event_id)
            SELECT new.* FROM (VALUES (?::uuid, ?, ?::int, ?::bigint, ?::timestamptz, ?, ?::timestamptz,
                                       ?, ?::uuid[], ?::text[], ?::uuid[], ?, ?::uuid)) AS new (tenant_id, topic, log_partition,
                   log_offset, logged_at, type, occurred_at, audience_permission, audience_users, audience_needs, audience_teams,
                   event, event_id)
             WHERE NOT EXISTS (SELECT FROM feed_events f WHERE f.tenant_id = new.tenant_id AND f.event_id = new.event_id)
            ON CONFLICT DO NOTHING
            """;
    /// What lies between the last position and the first offset of a batch was lost before it could be read.
    private static final String ADVANCE = """
            INSERT INTO feed_positions AS p (topic, log_partition, first_offset, next_offset)
            VALUES (:topic, :partition, :first, :next)
            ON CONFLICT (topic, log_partition) DO UPDATE
               SET first_offset = CASE WHEN :first > p.next_offset THEN :first ELSE p.first_offset END,
                   next_offset = greatest(p.next_offset, :next)
            """;
    /// Row-level security shows what the caller's audience shows. The topics' positions bound the page from below and
    /// above.
    private static final String PAGE = """
            SELECT e.topic, e.log_offset, e.type, e.occurred_at, e.event
              FROM unnest(:topics::text[], :froms::bigint[], :untils::bigint[]) AS w (topic, from_offset, until_offset)
             CROSS JOIN LATERAL (
                   SELECT * FROM feed_events f
                    WHERE f.tenant_id = :tenant AND f.topic = w.topic
                      AND f.log_offset >= w.from_offset AND f.log_offset < w.until_offset
                      AND (:types::text[] IS NULL OR f.type = ANY (:types::text[]))
                    ORDER BY f.log_offset LIMIT :limit) e
            """;
    /// Rows go a day after they ceased to be promised, so no reader that has just looked at the bounds misses one.
    private static final String EXPIRE = """
            UPDATE feed_positions p SET first_offset = greatest(p.first_offset, old.next)
              FROM (SELECT topic, log_partition, max(log_offset) + 1 AS next FROM feed_events
                     WHERE logged_at < :before GROUP BY topic, log_partition) old
             WHERE p.topic = old.topic AND p.log_partition = old.log_partition
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batch;

    FeedRepository(JdbcClient jdbc, JdbcTemplate batch) {
        this.jdbc = jdbc;
        this.batch = batch;
    }

    /// An event at its place in the log.
    record Entry(CloudEvent event, int partition, long offset, Instant loggedAt, String json) {}

    record Stored(FeedItem item, Instant occurredAt) {}

    /// What the history promises of each topic, by ordinal, in one partition.
    record Bounds(Position first, Position next) {}

    void insert(Topic topic, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        batch.batchUpdate(INSERT, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(PreparedStatement statement, int i) throws SQLException {
                var entry = entries.get(i);
                var event = entry.event();
                statement.setObject(1, event.tenant());
                statement.setString(2, topic.wire());
                statement.setInt(3, entry.partition());
                statement.setLong(4, entry.offset());
                statement.setObject(5, Row.at(entry.loggedAt()));
                statement.setString(6, event.type());
                statement.setObject(7, Row.at(event.time()));
                statement.setString(8, event.audience().permission());
                statement.setObject(9, event.audience().users().toArray(UUID[]::new));
                statement.setObject(10, event.audience().needs().toArray(String[]::new));
                statement.setObject(11, event.audience().teams().toArray(UUID[]::new));
                statement.setString(12, entry.json());
                statement.setObject(13, event.id());
            }

            @Override
            public int getBatchSize() {
                return entries.size();
            }
        });
    }

    void advance(Topic topic, int partition, long first, long next) {
        jdbc.sql(ADVANCE)
                .param("topic", topic.wire())
                .param("partition", partition)
                .param("first", first)
                .param("next", next)
                .update();
    }

    Bounds bounds(int partition) {
        var first = new long[Topic.values().length];
        var next = new long[Topic.values().length];
        jdbc.sql("SELECT topic, first_offset, next_offset FROM feed_positions WHERE log_partition = :partition")
                .param("partition", partition)
                .query((row, _) -> {
                    var topic = row.getString("topic");
                    for (var known : Topic.values()) {
                        if (known.wire().equals(topic)) {
                            first[known.ordinal()] = row.getLong("first_offset");
                            next[known.ordinal()] = row.getLong("next_offset");
                        }
                    }
                    return topic;
                })
                .list();
        return new Bounds(Position.of(first), Position.of(next));
    }

    /// Each topic's rows in its order, at most `limit` of each; topics follow one another in no order.
    List<Stored> page(UUID tenant, Position from, Position until, @Nullable List<String> types, int limit) {
        var topics = Topic.values();
        return jdbc.sql(PAGE)
                .param("tenant", tenant)
                .param("topics", Arrays.stream(topics).map(Topic::wire).toArray(String[]::new))
                .param("froms", Arrays.stream(topics).map(from::next).toArray(Long[]::new))
                .param("untils", Arrays.stream(topics).map(until::next).toArray(Long[]::new))
                .param("types", Row.array(types))
                .param("limit", limit)
                .query(Row.as(FeedRepository::stored))
                .list();
    }

    private static Stored stored(Row row) throws SQLException {
        var name = row.text("topic");
        var topic = Arrays.stream(Topic.values())
                .filter(known -> known.wire().equals(name))
                .findFirst()
                .orElseThrow();
        return new Stored(
                new FeedItem(topic, row.number("log_offset"), row.text("type"), row.text("event")),
                row.instant("occurred_at"));
    }

    void expire(Instant before, int keptDays) {
        jdbc.sql(EXPIRE).param("before", Row.at(before)).update();
        VoidSelect.run(jdbc.sql("SELECT app.maintain_partitions('feed_events', 3, :kept)")
                .param("kept", keptDays + 1));
    }

    /// The secret of this name, the given one where there was none.
    byte[] secret(String name, byte[] fresh) {
        jdbc.sql("INSERT INTO node_secrets (name, secret) VALUES (:name, :secret) ON CONFLICT DO NOTHING")
                .param("name", name)
                .param("secret", fresh)
                .update();
        return Objects.requireNonNull(jdbc.sql("SELECT secret FROM node_secrets WHERE name = :name")
                .param("name", name)
                .query((row, _) -> row.getBytes("secret"))
                .single());
    }
}
