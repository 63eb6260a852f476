package io.deskwire.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.json.WireJson;
import io.deskwire.contracts.event.Topic;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Puts events on the topics with the headers of a relay.
public final class Publisher {
    private static final Map<String, Publisher> BY_SERVER = new ConcurrentHashMap<>();
    private static final Audience READERS = new Audience("tickets.read", List.of());

    private final KafkaProducer<String, byte[]> producer;

    private Publisher(String servers) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", "0"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public static Publisher to(String servers) {
        return BY_SERVER.computeIfAbsent(servers, Publisher::new);
    }

    /// A new ticket, seen by those who may read tickets; returns its id.
    public UUID ticketCreated(UUID tenant, String subject) {
        return ticketCreated(tenant, subject, READERS);
    }

    public UUID ticketCreated(UUID tenant, String subject, Audience audience) {
        var id = Uuid7.next();
        await(send(Topic.TICKETS, tenant, "ticket.created", id, audience, ticket(tenant, id, subject, "open"), null));
        return id;
    }

    public void ticketUpdated(UUID tenant, UUID id, String subject, String status) {
        await(send(
                Topic.TICKETS,
                tenant,
                "ticket.updated",
                id,
                READERS,
                ticket(tenant, id, subject, status),
                ticket(tenant, id, subject, "open")));
    }

    /// Somebody else may see the ticket from now on.
    public void ticketSeenBy(UUID tenant, UUID id, long version, Audience audience) {
        var row = ticket(tenant, id, "handed over", "open");
        await(send(Topic.TICKETS, tenant, "ticket.updated", id, version, audience, row, row));
    }

    public void ticketDeleted(UUID tenant, UUID id) {
        await(send(Topic.TICKETS, tenant, "ticket.deleted", id, READERS, ticket(tenant, id, "gone", "open"), null));
    }

    public static Map<String, Object> ticket(UUID tenant, UUID id, String subject, String status) {
        var record = new LinkedHashMap<String, Object>();
        record.put("id", id.toString());
        record.put("number", 7);
        record.put("tenant_id", tenant.toString());
        record.put("subject", subject);
        record.put("status", status);
        record.put("tags", List.of("late"));
        record.put("custom_fields", Map.of("order", 1));
        record.put("sla_breached", false);
        record.put("assignee_id", null);
        record.put("created_at", "2026-11-21T10:00:00.000Z");
        return record;
    }

    /// Not awaited: for load.
    public Future<RecordMetadata> send(
            Topic topic, UUID tenant, String type, UUID subject, Audience audience, Object row, Object before) {
        return send(topic, tenant, type, subject, 1, audience, row, before);
    }

    private Future<RecordMetadata> send(
            Topic topic,
            UUID tenant,
            String type,
            UUID subject,
            long version,
            Audience audience,
            Object row,
            Object before) {
        var data = new LinkedHashMap<String, Object>();
        data.put("table", type.startsWith("job.") ? "automation_jobs" : "tickets");
        data.put("record", row);
        if (before != null) {
            data.put("old_record", before);
            data.put("changed", List.of("status"));
        }
        var json = WireJson.mapper();
        var event = new ProducerRecord<>(topic.wire(), tenant.toString(), json.writeValueAsBytes(data));
        header(event, "ce_specversion", "1.0");
        header(event, "ce_id", Uuid7.next().toString());
        header(event, "ce_source", "deskwire/tickets");
        header(event, "ce_type", type);
        header(event, "ce_subject", subject.toString());
        header(event, "ce_time", WireJson.format(Instant.now()));
        header(event, "ce_tenantid", tenant.toString());
        header(event, "ce_actor", "user:" + subject);
        header(event, "ce_audience", json.writeValueAsString(audience));
        header(event, "ce_subjectversion", Long.toString(version));
        header(event, "content-type", "application/json");
        return producer.send(event);
    }

    /// What is no event at all.
    public void nonsense(Topic topic, UUID tenant) {
        await(producer.send(new ProducerRecord<>(topic.wire(), tenant.toString(), "nonsense".getBytes(UTF_8))));
    }

    /// An internal event: a session does not count any more.
    public void revoked(UUID tenant, UUID session) {
        var record = Map.of("kind", "session", "id", session, "before", WireJson.format(Instant.now()));
        await(send(Topic.IDENTITY, tenant, "access.revoked", session, Audience.NOBODY, record, null));
    }

    private static void header(ProducerRecord<String, byte[]> event, String name, String value) {
        event.headers().add(name, value.getBytes(UTF_8));
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
