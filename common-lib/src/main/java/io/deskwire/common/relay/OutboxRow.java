package io.deskwire.common.relay;

import io.deskwire.common.event.CloudEvent.Subject;
import io.deskwire.common.json.WireJson;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.event.Topic;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/// An event as it lies in the outbox, and as CloudEvents 1.0 in Kafka's binary mode.
record OutboxRow(
        UUID id,
        UUID tenant,
        String type,
        Subject about,
        String actor,
        @Nullable String traceparent,
        String audience,
        String data,
        Instant occurredAt) {

    static final String COLUMNS =
            "id, tenant_id, type, subject, subject_version, actor, traceparent, audience, data, occurred_at";

    /// From a row of [#COLUMNS].
    static OutboxRow of(Row row) throws SQLException {
        return new OutboxRow(
                row.uuid("id"),
                row.uuid("tenant_id"),
                row.text("type"),
                new Subject(row.text("subject"), row.number("subject_version")),
                row.text("actor"),
                row.textOrNull("traceparent"),
                row.text("audience"),
                row.text("data"),
                row.instant("occurred_at"));
    }

    /// From Debezium's image of an inserted row.
    static OutboxRow of(Struct row) {
        return new OutboxRow(
                UUID.fromString(row.getString("id")),
                UUID.fromString(row.getString("tenant_id")),
                row.getString("type"),
                new Subject(row.getString("subject"), row.getInt64("subject_version")),
                row.getString("actor"),
                row.getString("traceparent"),
                row.getString("audience"),
                row.getString("data"),
                OffsetDateTime.parse(row.getString("occurred_at")).toInstant());
    }

    /// @param source `deskwire/<service>`
    /// @param timestamp the record's; null for the moment of sending
    /// @param replay marks a repetition after a lost slot (`ce_replay`), for consumers that count
    ProducerRecord<byte[], byte[]> toRecord(String source, Topic topic, @Nullable Instant timestamp, boolean replay) {
        var key = tenant.toString();
        var record = new ProducerRecord<>(
                topic.wire(),
                Topic.partitionOf(tenant),
                timestamp == null ? null : timestamp.toEpochMilli(),
                bytes(key),
                bytes(data));
        var headers = record.headers();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", id.toString());
        add(headers, "ce_source", source);
        add(headers, "ce_type", type);
        add(headers, "ce_subject", about.id());
        add(headers, "ce_time", WireJson.format(occurredAt));
        add(headers, "ce_tenantid", key);
        add(headers, "ce_actor", actor);
        if (traceparent != null) {
            add(headers, "ce_traceparent", traceparent);
        }
        add(headers, "ce_audience", audience);
        add(headers, "ce_subjectversion", Long.toString(about.version()));
        add(headers, "content-type", "application/json");
        if (replay) {
            add(headers, "ce_replay", "true");
        }
        return record;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, bytes(Objects.requireNonNull(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
