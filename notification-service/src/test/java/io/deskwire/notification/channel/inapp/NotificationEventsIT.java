package io.deskwire.notification.channel.inapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.notification.NotificationServiceTest;
import io.deskwire.testsupport.GoldenSamples;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Notifications are public rows themselves: their events.
@NotificationServiceTest
class NotificationEventsIT extends Notified {
    @Test
    void producesEventsThatTheirOwnerSeesAsLongAsTheRow() {
        team();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        var id = as(admin).get("/api/v1/notifications").text("/data/0/id");
        as(admin).post("/api/v1/notifications/" + id + "/read", "{}").expect(200);

        var audiences = system.call(
                "test",
                () -> jdbc.sql("SELECT audience FROM outbox WHERE tenant_id = :tenant AND subject = :id")
                        .param("tenant", events.tenant())
                        .param("id", id)
                        .query(String.class)
                        .list());
        assertThat(audiences).hasSize(2).allSatisfy(text -> {
            var audience = JsonMapper.shared().readTree(text);
            assertThat(audience.get("users").get(0).asString()).isEqualTo(admin.toString());
            assertThat(audience.get("needs").get(0).asString()).isEqualTo("tickets.read");
        });
    }

    @Test
    void producesEventsOfTheContractsShape() {
        team();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        var id = as(admin).get("/api/v1/notifications").text("/data/0/id");
        as(admin).post("/api/v1/notifications/" + id + "/read", "{}").expect(200);

        for (var type : List.of("notification.created", "notification.updated")) {
            var sample = JsonMapper.shared().readTree(GoldenSamples.read(type + ".json"));
            var produced = system.call(
                    "test",
                    () -> jdbc.sql(
                                    "SELECT data FROM outbox WHERE tenant_id = :tenant AND subject = :id AND type = :type")
                            .param("tenant", events.tenant())
                            .param("id", id)
                            .param("type", type)
                            .query(String.class)
                            .single());
            assertThat(names(JsonMapper.shared().readTree(produced), ""))
                    .as(type)
                    .isEqualTo(names(sample.get("data"), ""));
        }
    }

    private static TreeSet<String> names(JsonNode node, String path) {
        var names = new TreeSet<String>();
        node.properties().forEach(field -> {
            names.add(path + field.getKey());
            names.addAll(names(field.getValue(), path + field.getKey() + "."));
        });
        return names;
    }
}
