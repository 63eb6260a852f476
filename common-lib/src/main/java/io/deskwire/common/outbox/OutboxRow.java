package io.deskwire.common.outbox;

import io.deskwire.common.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
        String subject,
        long subjectVersion,
        String actor,
        @Nullable String traceparent,
        String audience,
        String data,
        Instant occurredAt) {

    static final String COLUMNS =
            "id, tenant_id, type, subject, subject_version, actor, traceparent, audience, data, occurred_at";

    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// From a row of [#COLUMNS].
    static OutboxRow of(ResultSet row) throws SQLException {
        return new OutboxRow(
                row.getObject("id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                row.getString("type"),
                row.getString("subject"),
                row.getLong("subject_version"),
                row.getString("actor"),
                row.getString("traceparent"),
                row.getString("audience"),
                row.getString("data"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant());
    }

    /// From Debezium's image of an inserted row.
    static OutboxRow of(Struct row) {
        return new OutboxRow(
                UUID.fromString(row.getString("id")),
                UUID.fromString(row.getString("tenant_id")),
                row.getString("type"),
                row.getString("subject"),
                row.getInt64("subject_version"),
                row.getString("actor"),
                row.getString("traceparent"),
                row.getString("audience"),
                row.getString("data"),
                OffsetDateTime.parse(row.getString("occurred_at")).toInstant());
    }

    /// @param source `deskwire/<service>`
    /// @param committed in epoch milliseconds, the record's timestamp; null for the moment of sending
    /// @param replay marks a repetition after a lost slot (`ce_replay`), for consumers that count
    ProducerRecord<byte[], byte[]> toRecord(String source, Topic topic, @Nullable Long committed, boolean replay) {
        var key = tenant.toString();
        var record = new ProducerRecord<>(topic.wire(), Topic.partitionOf(tenant), committed, bytes(key), bytes(data));
        var headers = record.headers();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", id.toString());
        add(headers, "ce_source", source);
        add(headers, "ce_type", type);
        add(headers, "ce_subject", subject);
        add(headers, "ce_time", RFC_3339.format(occurredAt));
        add(headers, "ce_tenantid", key);
        add(headers, "ce_actor", actor);
        if (traceparent != null) {
            add(headers, "ce_traceparent", traceparent);
        }
        add(headers, "ce_audience", audience);
        add(headers, "ce_subjectversion", Long.toString(subjectVersion));
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
