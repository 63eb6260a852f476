package io.deskwire.notification;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.json.WireJson;
import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.TestServers;
import io.deskwire.testsupport.event.PeopleEvents;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What the other services' relays would put on the topics. Each method returns the event's id once the broker has it.
/// @param time of the events; null for the present
public record Events(UUID tenant, Instant time) {
    /// Of all of them.
    public static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static final Clock CLOCK = Clock.systemUTC();
    private static final KafkaProducer<String, byte[]> PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka(), "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());

    public static Events ofNewTenant() {
        return new Events(UUID.randomUUID(), null);
    }

    /// The same tenant at another time.
    public Events at(Instant other) {
        return new Events(tenant, other);
    }

    /// What the tenant's people are, at the same time.
    public PeopleEvents people() {
        return new PeopleEvents(tenant, time);
    }

    /// By a service user, as integrators do.
    public UUID ticketCreated(UUID ticket) {
        return ticketCreated(ticket, "service_user:" + UUID.randomUUID());
    }

    public UUID ticketCreated(UUID ticket, String actor) {
        return send(Topic.TICKETS, "ticket.created", ticket, 1, actor, "tickets.read", "tickets", ticket(ticket, null));
    }

    /// For who reads tickets, and for this one, who asked.
    public UUID ticketCreated(UUID ticket, String actor, UUID createdBy, UUID assignee, Map<String, ?> audience) {
        var record = ticket(ticket, assignee);
        record.put("created_by", createdBy);
        var id = Uuid7.next();
        var data = Map.of("table", "tickets", "record", record);
        send(Topic.TICKETS, id, "ticket.created", ticket, 1, actor, audience, data);
        return id;
    }

    public UUID ticketAssigned(UUID ticket, UUID assignee, String actor) {
        return send(
                Topic.TICKETS,
                "ticket.updated",
                ticket,
                2,
                actor,
                "tickets.read",
                "tickets",
                ticket(ticket, assignee),
                List.of("assignee_id"));
    }

    /// Public ones are for who reads tickets, internal ones for who reads those.
    public UUID commented(UUID ticket, String visibility, String actor) {
        var permission = visibility.equals("internal") ? "comments.internal" : "tickets.read";
        return commented(ticket, visibility, actor, Map.of("permission", permission, "users", List.of()));
    }

    public UUID commented(UUID ticket, String visibility, String actor, Map<String, ?> audience) {
        var comment = UUID.randomUUID();
        var record = Map.of("id", comment, "ticket_id", ticket, "visibility", visibility, "body", "hello");
        var id = Uuid7.next();
        var data = Map.of("table", "ticket_comments", "record", record);
        send(Topic.TICKETS, id, "comment.created", comment, 1, actor, audience, data);
        return id;
    }

    /// A comment for who reads internal ones, if it is internal, and else tickets.
    public UUID mentioned(UUID ticket, String visibility, String actor, UUID... users) {
        var comment = UUID.randomUUID();
        var record = Map.of("id", comment, "ticket_id", ticket, "visibility", visibility, "mentions", List.of(users));
        var permission = visibility.equals("internal") ? "comments.internal" : "tickets.read";
        return send(Topic.TICKETS, "comment.created", comment, 1, actor, permission, "ticket_comments", record);
    }

    public UUID jobFailed(UUID job, String status) {
        var record = Map.of("id", job, "type", "PLACE_ORDER", "status", status);
        return send(
                Topic.AUTOMATION,
                "job.failed",
                job,
                4,
                "agent:" + UUID.randomUUID(),
                "jobs.read",
                "automation_jobs",
                record);
    }

    public UUID pairingRequested(UUID request) {
        var record = Map.of("id", request, "agent_type", "AMAZON_AGENT", "device_name", "laptop");
        return send(
                Topic.AUTOMATION,
                "pairing.requested",
                request,
                1,
                "system:pairing",
                "admin.automation",
                "automation_pairing_requests",
                record);
    }

    public UUID send(
            Topic topic,
            String type,
            UUID subject,
            long version,
            String actor,
            String permission,
            String table,
            Map<String, ?> record) {
        return send(topic, type, subject, version, actor, permission, table, record, List.of());
    }

    private UUID send(
            Topic topic,
            String type,
            UUID subject,
            long version,
            String actor,
            String permission,
            String table,
            Map<String, ?> record,
            List<String> changed) {
        var data = new HashMap<String, Object>(Map.of("table", table, "record", record));
        if (!changed.isEmpty()) {
            data.put("changed", changed);
            data.put("old_record", record);
        }
        var id = Uuid7.next();
        send(topic, id, type, subject, version, actor, Map.of("permission", permission, "users", List.of()), data);
        return id;
    }

    /// The same id again is what a relay does after a crash.
    public void send(
            Topic topic,
            UUID id,
            String type,
            UUID subject,
            long version,
            String actor,
            Map<String, ?> audience,
            Map<String, ?> data) {
        var json = WireJson.mapper();
        var headers = new ArrayList<Header>();
        headers.add(new RecordHeader("ce_traceparent", TRACEPARENT.getBytes(StandardCharsets.UTF_8)));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_source", "deskwire/test",
                        "ce_type", type,
                        "ce_subject", subject.toString(),
                        "ce_time", WireJson.format(time == null ? CLOCK.instant() : time),
                        "ce_tenantid", tenant.toString(),
                        "ce_actor", actor,
                        "ce_audience", json.writeValueAsString(audience),
                        "ce_subjectversion", Long.toString(version))
                .forEach((name, value) -> headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8))));
        put(new ProducerRecord<>(topic.wire(), null, tenant.toString(), json.writeValueAsBytes(data), headers));
    }

    public void garbage(Topic topic, byte[] value) {
        put(new ProducerRecord<>(topic.wire(), tenant.toString(), value));
    }

    /// To the millisecond, as events tell it.
    public static Instant now() {
        return CLOCK.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void put(ProducerRecord<String, byte[]> record) {
        try {
            PRODUCER.send(record).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static HashMap<String, Object> ticket(UUID id, UUID assignee) {
        var ticket = new HashMap<String, Object>();
        ticket.put("id", id);
        ticket.put("subject", "Order is late");
        ticket.put("assignee_id", assignee);
        ticket.put("created_by", UUID.randomUUID());
        return ticket;
    }
}
