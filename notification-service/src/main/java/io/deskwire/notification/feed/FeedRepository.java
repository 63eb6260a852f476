package io.deskwire.notification.feed;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.reception.Received.Place;
import io.deskwire.common.sql.Row;
import io.deskwire.common.sql.VoidSelect;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.tail.FeedItem;
import io.deskwire.notification.tail.Position;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class FeedRepository {
    /// One statement writes the rows and moves the positions, so neither is there without the other. An event that
    /// the relay sent again stays at its first place only: a place in time, between when the event happened and
    /// when its copy was logged, so only these days' partitions are looked into. What lies between the last
    /// position and the first offset of a stretch was lost before it could be read.
    private static final String WRITE = """
            WITH written AS (
                INSERT INTO feed_events (tenant_id, topic, log_partition, log_offset, logged_at, type, occurred_at,
                                         audience_permission, audience_users, audience_needs, audience_teams, event, event_id)
                SELECT new.tenant_id, new.topic, new.log_partition, new.log_offset, new.logged_at, new.type, new.occurred_at,
                       new.permission, string_to_array(new.users, ' ')::uuid[], string_to_array(new.needs, ' '),
                       string_to_array(new.teams, ' ')::uuid[], new.event, new.event_id
                  FROM unnest(:tenants::uuid[], :topics::text[], :partitions::int[], :offsets::bigint[],
                              :logged::timestamptz[], :types::text[], :occurred::timestamptz[], :permissions::text[],
                              :users::text[], :needs::text[], :teams::text[], :events::text[], :ids::uuid[])
                       AS new (tenant_id, topic, log_partition, log_offset, logged_at, type, occurred_at, permission,
                               users, needs, teams, event, event_id)
                 WHERE NOT EXISTS (
                       SELECT FROM feed_events f WHERE f.tenant_id = new.tenant_id AND f.event_id = new.event_id
                          AND f.logged_at >= :earliest AND f.logged_at < :latest)
                ON CONFLICT DO NOTHING)
            INSERT INTO feed_positions AS p (topic, log_partition, first_offset, next_offset)
            SELECT * FROM unnest(:read_topics::text[], :read_partitions::int[], :firsts::bigint[], :nexts::bigint[])
             ORDER BY 1, 2
            ON CONFLICT (topic, log_partition) DO UPDATE
               SET first_offset = CASE WHEN excluded.first_offset > p.next_offset THEN excluded.first_offset
                                       ELSE p.first_offset END,
                   next_offset = greatest(p.next_offset, excluded.next_offset)
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

    /// By which a service's clock may be off from a relay's.
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private final JdbcClient jdbc;

    FeedRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// An event at its place in the log.
    record Entry(CloudEvent event, Place place, Instant loggedAt, String json) {}

    /// What was read of one partition, events or not.
    ///
    /// @param next after its last record
    record Stretch(Topic topic, int partition, long first, long next) {}

    record Stored(FeedItem item, Instant occurredAt) {}

    /// What the history promises of each topic, by ordinal, in one partition.
    record Bounds(Position first, Position next) {}

    /// Each event once, in the log's order.
    int write(List<Entry> entries, List<Stretch> stretches) {
        var times = entries.stream()
                .flatMap(entry -> Stream.of(entry.event().time(), entry.loggedAt()))
                .sorted()
                .toList();
        return jdbc.sql(WRITE)
                .param("tenants", Row.column(entries, entry -> entry.event().tenant()))
                .param(
                        "topics",
                        Row.column(entries, entry -> entry.place().topic().wire()))
                .param("partitions", Row.column(entries, entry -> entry.place().partition()))
                .param("offsets", Row.column(entries, entry -> entry.place().offset()))
                .param("logged", Row.column(entries, Entry::loggedAt))
                .param("types", Row.column(entries, entry -> entry.event().type()))
                .param("occurred", Row.column(entries, entry -> entry.event().time()))
                .param(
                        "permissions",
                        Row.column(entries, entry -> entry.event().audience().permission()))
                .param(
                        "users",
                        Row.column(
                                entries,
                                entry -> Row.words(entry.event().audience().users())))
                .param(
                        "needs",
                        Row.column(
                                entries,
                                entry -> Row.words(entry.event().audience().needs())))
                .param(
                        "teams",
                        Row.column(
                                entries,
                                entry -> Row.words(entry.event().audience().teams())))
                .param("events", Row.column(entries, Entry::json))
                .param("ids", Row.column(entries, entry -> entry.event().id()))
                .param(
                        "earliest",
                        entries.isEmpty() ? null : Row.at(times.getFirst().minus(CLOCKS_DIFFER)))
                .param(
                        "latest",
                        entries.isEmpty() ? null : Row.at(times.getLast().plus(CLOCKS_DIFFER)))
                .param(
                        "read_topics",
                        Row.column(stretches, stretch -> stretch.topic().wire()))
                .param("read_partitions", Row.column(stretches, Stretch::partition))
                .param("firsts", Row.column(stretches, Stretch::first))
                .param("nexts", Row.column(stretches, Stretch::next))
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
