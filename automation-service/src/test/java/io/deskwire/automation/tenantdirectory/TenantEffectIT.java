package io.deskwire.automation.tenantdirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.automation.AutomationServiceTest;
import io.deskwire.automation.Fleet;
import io.deskwire.common.id.Uuid7;
import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AutomationServiceTest
class TenantEffectIT {
    @Autowired
    Fleet fleet;

    @Test
    void ignoresAnOlderVersionThatComesLate() {
        var desk = fleet.desk("acme");
        fleet.tell("tenant.updated", desk.tenant(), desk.slug(), "suspended", 3);
        fleet.tell("tenant.updated", desk.tenant(), desk.slug(), "active", 2);
        // Of the same partition, so it is read after the two.
        fleet.tell("tenant.updated", desk.tenant(), desk.slug() + "-new", "suspended", 4);
        await().until(() -> fleet.rows("SELECT 1 FROM tenants_seen WHERE slug = :s", Map.of("s", desk.slug() + "-new"))
                        .size()
                == 1);
        assertThat(fleet.status(desk.tenant())).isEqualTo("suspended");
    }

    @Test
    void refusesTheWritesOfASuspendedTenantsAgents() {
        var desk = fleet.desk("acme");
        var ebay = fleet.agent(desk, "EBAY_AGENT");
        fleet.tell("tenant.updated", desk.tenant(), desk.slug(), "suspended", 2);
        await().untilAsserted(() -> ebay.api()
                .post("/api/v1/automation/jobs", Map.of("type", "PLACE_ORDER", "unique_key", "k"))
                .problem(403, "tenant-suspended"));
        ebay.api().get("/api/v1/automation/jobs").expect(200);
        fleet.tell("tenant.deleted", desk.tenant(), desk.slug(), "active", 3);
        await().untilAsserted(() -> ebay.api().get("/api/v1/automation/jobs").problem(401, "unauthenticated"));
    }

    @Test
    void putsWhatItCannotReadAsideAndGoesOn() {
        var broken = Uuid7.next();
        fleet.tell("tenant.created", broken, "x", "no-such-status", 1);
        fleet.desk("healthy");
        await().until(() -> deadLetters().contains(broken.toString()));
        assertThat(fleet.status(broken)).isEmpty();
    }

    private static List<String> deadLetters() {
        var letters = new TopicPartition(Topic.IDENTITY.deadLetters(), 0);
        var keys = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", TestServers.kafka()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(letters));
            consumer.seekToBeginning(List.of(letters));
            consumer.poll(Duration.ofSeconds(1)).forEach(letter -> keys.add(letter.key()));
        }
        return keys;
    }
}
