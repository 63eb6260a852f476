package io.deskwire.testsupport.event;

import io.deskwire.testsupport.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What a tenant's people are, told on the shared broker as auth-service and tickets-service tell it. Each method
/// returns once the broker has the event; the service under test knows it a moment later.
/// Their audience is nobody, so that they show in no feed.
///
/// @param at when it happens; null for the present
public record PeopleEvents(UUID tenant, @Nullable Instant at) {
    private static final String IDENTITY = "deskwire.identity.v1";
    private static final String TICKETS = "deskwire.tickets.v1";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final KafkaProducer<String, byte[]> PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka(), "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());

    public static PeopleEvents of(UUID tenant) {
        return new PeopleEvents(tenant, null);
    }

    /// The same tenant at another time.
    public PeopleEvents at(Instant other) {
        return new PeopleEvents(tenant, other);
    }

    /// A new member with what goes with the role.
    public UUID member(String role) {
        var user = UUID.randomUUID();
        member("member.created", user, role, null, 1);
        return user;
    }

    public void member(String type, UUID user, String role, @Nullable UUID department, long version) {
        var row = new HashMap<String, @Nullable Object>(
                Map.of("tenant_id", tenant, "user_id", user, "role", role, "version", version));
        row.put("department_role_id", department);
        send(IDENTITY, type, user, version, "memberships", row);
    }

    /// What a role may do in the tenant from now on.
    public void role(String role, long version, String... permissions) {
        var id = UUID.nameUUIDFromBytes((tenant + role).getBytes(StandardCharsets.UTF_8));
        var row = Map.of("tenant_id", tenant, "role", role, "id", id, "permissions", List.of(permissions));
        send(IDENTITY, "role.updated", id, version, "role_permissions", row);
    }

    public void departmentRole(String type, UUID id, long version, String... permissions) {
        var row = Map.of("tenant_id", tenant, "id", id, "name", "Orders", "permissions", List.of(permissions));
        send(IDENTITY, type, id, version, "department_roles", row);
    }

    public void serviceUser(String type, UUID id, String status, long version, String... permissions) {
        var row = Map.of("tenant_id", tenant, "id", id, "status", status, "permissions", List.of(permissions));
        send(IDENTITY, type, id, version, "service_users", row);
    }

    /// A team with all its members.
    public void team(String type, UUID id, long version, UUID... members) {
        var all = Stream.of(members)
                .map(user -> Map.of("user_id", user, "available", true))
                .toList();
        var row = Map.of("tenant_id", tenant, "id", id, "name", "Night shift", "members", all);
        send(TICKETS, type, id, version, "teams", row);
    }

    private void send(String topic, String type, UUID subject, long version, String table, Map<String, ?> row) {
        var event = new ProducerRecord<>(
                topic, tenant.toString(), JSON.writeValueAsBytes(Map.of("table", table, "record", row)));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_source",
                        "deskwire/test",
                        "ce_type",
                        type,
                        "ce_subject",
                        subject.toString(),
                        "ce_time",
                        (at == null ? CLOCK.instant() : at).toString(),
                        "ce_tenantid",
                        tenant.toString(),
                        "ce_actor",
                        "system:test",
                        "ce_audience",
                        "{\"permission\":null,\"users\":[]}",
                        "ce_subjectversion",
                        Long.toString(version))
                .forEach((name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            PRODUCER.send(event).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
