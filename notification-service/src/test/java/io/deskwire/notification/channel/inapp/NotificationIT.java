package io.deskwire.notification.channel.inapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.notification.NotificationServiceTest;
import io.deskwire.testsupport.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// One's own notifications: read, archived, counted, and nobody else's.
@NotificationServiceTest
class NotificationIT extends Notified {
    @Test
    void showsNoLongerWhatItsOwnerMayNotReadAnyMore() {
        team();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        events.pairingRequested(UUID.randomUUID());
        awaitUnread(admin, 2);
        var path = "/api/v1/notifications";
        var id = as(admin).get(path).text("/data/1/id");
        var demoted = Api.at("http://127.0.0.1:" + port)
                .as(tokens.member(events.tenant(), admin, "admin", "tenant.read", "admin.automation"));

        var shown = demoted.get(path).expect(200).json();
        assertThat(shown.get("data").findValuesAsString("kind")).containsExactly("pairing.requested");
        assertThat(shown.get("unread_count").asInt()).isOne();
        for (var action : List.of("read", "archive")) {
            demoted.post(path + "/" + id + "/" + action, "{}").problem(404, "not-found");
        }
        assertThat(demoted.post(path + "/read-all", "{}")
                        .expect(200)
                        .json()
                        .get("read")
                        .asInt())
                .isOne();
        assertThat(demoted.get(path).json().get("unread_count").asInt()).isZero();

        // Given back, it is there as it was.
        assertThat(kinds(admin)).containsExactly("pairing.requested", "ticket.created");
        assertThat(unread(admin)).isOne();
        as(admin).post(path + "/" + id + "/read", "{}").expect(200);
        assertThat(unread(admin)).isZero();
    }

    @Test
    void keepsTheCountUnderConcurrentReads() throws Exception {
        team();
        for (int i = 0; i < 20; i++) {
            events.ticketCreated(UUID.randomUUID());
        }
        awaitUnread(admin, 20);
        var ids = new ArrayList<String>();
        as(admin)
                .get("/api/v1/notifications?limit=200")
                .json()
                .get("data")
                .forEach(row -> ids.add(row.get("id").asString()));
        var calls = new ArrayList<CompletableFuture<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var id : ids.subList(0, 10)) {
                for (var action : List.of("read", "archive", "read")) {
                    calls.add(CompletableFuture.runAsync(
                            () -> as(admin)
                                    .post("/api/v1/notifications/" + id + "/" + action, "{}")
                                    .expect(200),
                            threads));
                }
            }
            for (int i = 0; i < 5; i++) {
                events.ticketCreated(UUID.randomUUID());
            }
        }
        assertThat(calls).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
        awaitUnread(admin, 15);

        as(admin).post("/api/v1/notifications/read-all", "{}").expect(200);
        assertThat(unread(admin)).isZero();
        assertThat(counted(admin)).isZero();
    }

    @Test
    void showsNobodyElsesNotifications() {
        team();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        var id = as(admin).get("/api/v1/notifications").text("/data/0/id");
        var foreign = Api.at("http://127.0.0.1:" + port).as(tokens.member(UUID.randomUUID(), admin, "admin"));

        for (var other : List.of(foreign, as(agent))) {
            for (var action : List.of("read", "archive")) {
                other.post("/api/v1/notifications/" + id + "/" + action, "{}").problem(404, "not-found");
            }
        }
        assertThat(foreign.get("/api/v1/notifications")
                        .json()
                        .get("unread_count")
                        .asInt())
                .isZero();
        foreign.post("/api/v1/notifications/read-all", "{}").expect(200);
        foreign.put("/api/v1/notification-preferences", Map.of("preferences", Map.of()));
        assertThat(unread(admin)).isOne();
        Api.at("http://127.0.0.1:" + port).get("/api/v1/notifications").problem(401, "unauthenticated");
    }
}
