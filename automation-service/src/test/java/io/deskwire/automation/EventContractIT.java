package io.deskwire.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.contracts.event.EventType;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every event this service produces looks like its golden sample, `contracts/events/<type>.json`.
@AutomationServiceTest
class EventContractIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String JOBS = "/api/v1/automation/jobs";

    @Autowired
    Fleet fleet;

    @Autowired
    ApplicationContext context;

    @Test
    void producesWhatTheSamplesShow() throws IOException {
        var desk = fleet.desk("samples");
        liveThroughEverything(desk);
        for (var type : produced()) {
            Files.createDirectories(Path.of("target", "events"));
            Files.writeString(
                    Path.of("target", "events", type.wire() + ".json"),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(last(desk, type)));
        }
        for (var type : produced()) {
            var sample = JSON.readTree(GoldenSamples.read(type.wire() + ".json"));
            assertThat(JsonShape.differences(
                            sample.get("data"), last(desk, type).get("data")))
                    .as("target/events/%s.json against contracts/events", type.wire())
                    .isEmpty();
        }
    }

    private static List<EventType> produced() {
        return Arrays.stream(EventType.values())
                .filter(type -> type.table().startsWith("automation_"))
                .toList();
    }

    private void liveThroughEverything(Fleet.Desk desk) {
        reject(desk);
        fleet.ask(desk.slug(), "EBAY_AGENT", "forgotten");
        fleet.clock().advance(Duration.ofMinutes(11));
        sweep("pairingExpiry");
        var amazon = fleet.agent(desk, "AMAZON_AGENT");
        var gone = fleet.agent(desk, "AMAZON_AGENT");
        desk.api()
                .post("/api/v1/automation/agents/" + gone.id() + "/replace", Map.of())
                .expect(200);
        fleet.clock().advance(Duration.ofMinutes(11));
        sweep("agentCleanup");

        job(
                desk,
                "cancelled",
                amazon,
                id -> desk.api().post(JOBS + "/" + id + "/cancel", Map.of()).expect(200));
        job(desk, "failed", amazon, id -> fail(amazon, id, "permanent"));
        job(desk, "retried", amazon, id -> fail(amazon, id, "retryable"));
        job(
                desk,
                "completed",
                amazon,
                id -> amazon.api()
                        .post(
                                JOBS + "/" + id + "/complete",
                                Map.of("lease_seq", 1, "result", Map.of("receipt", "112-5")))
                        .expect(200));
        desk.api().delete("/api/v1/automation/agents/" + amazon.id()).expect(204);
    }

    private void reject(Fleet.Desk desk) {
        var asked = fleet.ask(desk.slug(), "EBAY_AGENT", "unwanted");
        desk.api()
                .post("/automation/pairing/requests/" + asked.text("/id") + "/reject", Map.of())
                .expect(204);
    }

    private static void job(Fleet.Desk desk, String key, Fleet.Paired agent, java.util.function.Consumer<String> end) {
        var id = desk.api()
                .post(JOBS, Map.of("type", "PLACE_ORDER", "payload", Map.of("order", key), "unique_key", key))
                .expect(201)
                .text("/id");
        agent.api().post(JOBS + "/claim", Map.of("claim_id", UUID.randomUUID())).expect(200);
        agent.api().post(JOBS + "/" + id + "/start", Map.of("lease_seq", 1)).expect(200);
        agent.api()
                .post(JOBS + "/" + id + "/heartbeat", Map.of("lease_seq", 1, "progress", 50))
                .expect(200);
        end.accept(id);
    }

    private static void fail(Fleet.Paired agent, String id, String kind) {
        agent.api()
                .post(JOBS + "/" + id + "/fail", Map.of("lease_seq", 1, "kind", kind, "error", "out of stock"))
                .expect(200);
    }

    /// The workers' beans are their features' own business; only their sweep is called here.
    private void sweep(String worker) {
        try {
            var bean = context.getBean(worker);
            var sweep = bean.getClass().getDeclaredMethod("sweep");
            sweep.setAccessible(true);
            sweep.invoke(bean);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private JsonNode last(Fleet.Desk desk, EventType type) {
        var rows = fleet.rows(
                "SELECT * FROM outbox WHERE tenant_id = :tenant AND type = :type ORDER BY occurred_at DESC, id DESC LIMIT 1",
                Map.of("tenant", desk.tenant(), "type", type.wire()));
        assertThat(rows).as(type.wire()).hasSize(1);
        var row = rows.getFirst();
        ObjectNode event = JSON.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", row.get("id").toString());
        event.put("source", "deskwire/automation");
        event.put("type", type.wire());
        event.put("subject", row.get("subject").toString());
        event.put("time", "2026-11-21T10:00:00.000Z");
        event.put("tenantid", row.get("tenant_id").toString());
        event.put("actor", row.get("actor").toString());
        event.set("data", JSON.readTree(row.get("data").toString()));
        return event;
    }
}
