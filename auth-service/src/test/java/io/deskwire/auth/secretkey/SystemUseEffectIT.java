package io.deskwire.auth.secretkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.GoldenSamples;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What another service tells of a use of the secret key is in the tenant's audit, once.
@AuthServiceTest
class SystemUseEffectIT {
    @Autowired
    People people;

    @Autowired
    KafkaProperties kafka;

    @Test
    void writesAUseDownOnceHoweverOftenItIsTold() {
        var founder = people.founder("watched");
        var sample = (ObjectNode) JsonMapper.shared().readTree(GoldenSamples.read("system_access.used.json"));
        var data = (ObjectNode) sample.get("data");
        ((ObjectNode) data.get("record")).put("tenant", founder.tenantId());
        var first = UUID.randomUUID();

        tell(first, founder.tenantId(), data);
        tell(first, founder.tenantId(), data);
        tell(UUID.randomUUID(), founder.tenantId(), JsonMapper.shared().createObjectNode());
        ((ObjectNode) data.get("record")).put("path", "/api/v1/tickets/last");
        tell(UUID.randomUUID(), founder.tenantId(), data);

        var admin = people.api().as(founder.accessToken());
        await().untilAsserted(() -> {
            var entries = admin.get("/api/v1/audit?action=system_access.used")
                    .expect(200)
                    .json()
                    .get("data");
            assertThat(entries)
                    .extracting(entry -> entry.at("/details/path").asString())
                    .containsExactly("/api/v1/tickets/last", "/api/v1/tickets");
            assertThat(entries.get(1).get("actor").asString()).isEqualTo("system:secret-key/nightly-export");
            assertThat(entries.get(1).get("address").asString()).isEqualTo("203.0.113.7");
            assertThat(entries.get(1).at("/details/service").asString()).isEqualTo("tickets");
        });
    }

    private void tell(UUID id, String tenant, JsonNode data) {
        var settings = Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var event = new ProducerRecord<>(
                    Topic.TICKETS.wire(), tenant, data.toString().getBytes(StandardCharsets.UTF_8));
            Map.of(
                            "ce_id", id.toString(),
                            "ce_source", "deskwire/tickets",
                            "ce_type", "system_access.used",
                            "ce_subject", id.toString(),
                            "ce_subjectversion", "1",
                            "ce_time", "2026-11-21T12:00:00.000Z",
                            "ce_tenantid", tenant,
                            "ce_actor", "system:secret-key",
                            "ce_audience", "{\"permission\":null,\"users\":[]}")
                    .forEach((name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(event);
        }
    }
}
