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
            var agent = desk.agent();
            var ticket = Desk.ticket(agent, "to be forgotten");
            agent.patch(ticket, Map.of("tags", List.of("late"))).expect(200);
            var comment = agent.post(ticket + "/comments", Map.of("body", "said here", "visibility", "public"))
                    .expect(201)
                    .header("Location");
            agent.patch(comment, Map.of("body", "said otherwise")).expect(200);
            agent.post(ticket + "/comments", Map.of("body", "whispered here", "visibility", "internal"))
                    .expect(201);
            agent.put(ticket + "/draft", Map.of("body", "begun")).expect(200);
            var second = Desk.ticket(agent, "to be forgotten as well");
            agent.post(second + "/merge", Map.of("into", ticket.substring(ticket.lastIndexOf('/') + 1)))
                    .expect(200);
        }

        tell(erased.tenant());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(proof(erased.tenant())).isNotEmpty());
        for (var table : List.of(
                "tickets",
                "ticket_texts",
                "ticket_comments",
                "ticket_comment_edits",
                "ticket_drafts",
                "ticket_links",
                "ticket_merges",
                "comment_texts",
                "note_texts",
                "ticket_history")) {
            assertThat(rows(table, erased.tenant())).as(table).isZero();
            assertThat(rows(table, other.tenant())).as(table).isPositive();
        }
        for (var table : List.of("ticket_tags", "tags", "tag_changes")) {
            assertThat(rows(table, erased.tenant())).as(table).isZero();
        }
        assertThat(sequences(erased.tenant())).isZero();
        assertThat(sequences(other.tenant())).isEqualTo(1);
        assertThat(rows("tickets", other.tenant())).isEqualTo(2);
        assertThat(rows("ticket_texts", other.tenant())).isEqualTo(2);
        assertThat(rows("ticket_comments", other.tenant())).isEqualTo(2);
        var proof = JsonMapper.shared().readTree(proof(erased.tenant()).getFirst());
        assertThat(proof.get("tickets").asInt()).isEqualTo(2);
        assertThat(proof.get("ticket_comments").asInt()).isEqualTo(2);
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
