package io.deskwire.tickets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// A tenant that auth-service has erased leaves no row here either.
@TicketsServiceTest
class ErasureIT {
    /// Without what is kept on purpose: the proof, and what is dropped by partition.
    private static final String OF_TENANTS = """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND c.relname NOT IN ('tenant_erasures', 'outbox')
             ORDER BY c.relname
            """;

    /// Their rows come from auth-service's events, or come and go by themselves.
    private static final Set<String> PASSING = Set.of(
            "department_roles_seen",
            "idempotency_key",
            "members_seen",
            "roles_seen",
            "service_users_seen",
            "sla_recounts",
            "search_reindexing",
            "tag_changes",
            "tags",
            "team_members_seen",
            "team_turns",
            "teams_seen");

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Test
    void erasesTheTenantAndLeavesTheOthersAlone() {
        var erased = Desk.at(port);
        var other = Desk.at(port);
        for (var desk : List.of(erased, other)) {
            fill(desk);
        }

        tell(erased.tenant());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(proof(erased.tenant())).isNotEmpty());
        assertThat(tables())
                .filteredOn(table -> rows(table, erased.tenant()) > 0)
                .isEmpty();
        assertThat(tables())
                .as("what has no rows to be erased: fill it")
                .filteredOn(table -> rows(table, other.tenant()) == 0)
                .isSubsetOf(PASSING);
        assertThat(sequences(erased.tenant())).isZero();
        assertThat(sequences(other.tenant())).isEqualTo(1);
        assertThat(rows("tickets", other.tenant())).isEqualTo(2);
        assertThat(rows("ticket_texts", other.tenant())).isEqualTo(2);
        assertThat(rows("ticket_comments", other.tenant())).isEqualTo(2);
        var proof = JsonMapper.shared().readTree(proof(erased.tenant()).getFirst());
        assertThat(proof.get("tickets").asInt()).isEqualTo(2);
        assertThat(proof.get("ticket_comments").asInt()).isEqualTo(2);
    }

    private static void fill(Desk desk) {
        var manager = desk.member(
                "admin",
                "tickets.read",
                "tickets.write",
                "tickets.delete",
                "comments.internal",
                "tenant.manage",
                "members.manage",
                "ticket_fields.manage",
                "views.manage");
        manager.put("/api/v1/search/settings", Map.of("stemming", "german")).expect(200);
        manager.post("/api/v1/ticket-fields", Map.of("key", "order", "label", "Order", "type", "text"))
                .expect(201);
        var week = Map.of("mon", List.of(List.of("09:00", "17:00")));
        manager.post("/api/v1/business-hours", Map.of("name", "office", "time_zone", "UTC", "week", week))
                .expect(201);
        var targets = Map.of("normal", Map.of("first_response", "PT1H", "resolution", "P1D"));
        manager.post("/api/v1/sla-policies", Map.of("title", "all", "targets", targets))
                .expect(201);
        manager.post("/api/v1/views", Map.of("title", "mine")).expect(201);
        manager.post("/api/v1/organizations", Map.of("name", "Acme")).expect(201);
        manager.post("/api/v1/contacts", Map.of("email", "customer@example.com"))
                .expect(201);
        manager.post("/api/v1/teams", Map.of("name", "first line")).expect(201);

        var ticket = Desk.ticket(manager, "to be forgotten");
        manager.patch(ticket, Map.of("tags", List.of("late"))).expect(200);
        var comment = manager.post(ticket + "/comments", Map.of("body", "said here", "visibility", "public"))
                .expect(201)
                .header("Location");
        manager.patch(comment, Map.of("body", "said otherwise")).expect(200);
        manager.post(ticket + "/comments", Map.of("body", "whispered here", "visibility", "internal"))
                .expect(201);
        manager.put(ticket + "/draft", Map.of("body", "begun")).expect(200);
        var second = Desk.ticket(manager, "to be forgotten as well");
        manager.post(second + "/merge", Map.of("into", ticket.substring(ticket.lastIndexOf('/') + 1)))
                .expect(200);
    }

    /// All that have rows of tenants.
    private List<String> tables() {
        return system.call(
                "test", () -> jdbc.sql(OF_TENANTS).query(String.class).list());
    }

    private List<String> proof(UUID tenant) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT rows FROM tenant_erasures WHERE tenant_id = :tenant")
                        .param("tenant", tenant)
                        .query(String.class)
                        .list());
    }

    private int sequences(UUID tenant) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relname = 'of_' || :tenant")
                        .param("tenant", tenant.toString())
                        .query(Integer.class)
                        .single());
    }

    private int rows(String table, UUID tenant) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM %s WHERE tenant_id = :tenant".formatted(table))
                        .param("tenant", tenant)
                        .query(Integer.class)
                        .single());
    }

    private static void tell(UUID tenant) {
        var record = new ProducerRecord<>(Topic.IDENTITY.wire(), tenant.toString(), "{\"record\":{}}");
        Map.of(
                        "ce_id", Uuid7.next().toString(),
                        "ce_type", "tenant.erased",
                        "ce_tenantid", tenant.toString(),
                        "ce_subject", tenant.toString(),
                        "ce_subjectversion", "4",
                        "ce_time", "2026-12-21T10:00:00.000Z",
                        "ce_audience", "{\"permission\":null,\"users\":[]}")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestServers.kafka()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(record);
        }
    }
}
