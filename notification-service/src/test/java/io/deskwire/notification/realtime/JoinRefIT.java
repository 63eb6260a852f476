package io.deskwire.notification.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.notification.LiveService;
import io.deskwire.notification.realtime.protocol.FrameCodecTests;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Messages of a join that is over do nothing to the join that took its place.
class JoinRefIT extends LiveService {
    private static final Map<String, Object> CHANGES =
            Map.of("postgres_changes", List.of(Browser.changes("*", "tickets")));

    private final UUID acme = UUID.randomUUID();

    @Test
    void aLateLeaveDoesNotEndTheNewerJoin() {
        try (var browser = Browser.at(port)) {
            browser.join("room", reader(acme), CHANGES);
            var first = browser.joinRef("room");
            browser.join("room", reader(acme), CHANGES);
            browser.push(first, "90", "room", "phx_leave", Map.of());

            assertThat(browser.reply("90").payload().path("status").asString()).isEqualTo("ok");
            publisher().ticketCreated(acme, "seen");
            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("seen"));
            assertThat(browser.received.stream()
                            .filter(message -> message.event().equals("phx_close")))
                    .extracting(Browser.Message::joinRef, Browser.Message::ref)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(first, first));

            browser.reply(browser.push("room", "phx_leave", Map.of()));
            publisher().ticketCreated(acme, "unseen");
            browser.settle();
            assertThat(browser.subjects("room")).containsExactly("seen");
        }
    }

    @Test
    void aLateMessageIsAnsweredAsUnmatched() {
        try (var browser = Browser.at(port);
                var listener = Browser.at(port)) {
            listener.join("room", reader(acme), Map.of());
            browser.join("room", reader(acme), Map.of());
            var first = browser.joinRef("room");
            browser.join("room", reader(acme), Map.of());
            browser.push(first, "91", "room", "broadcast", Map.of("event", "late", "payload", 1));
            browser.push(first, "92", "room", "presence", Map.of("event", "track", "payload", Map.of("n", 1)));
            browser.send(FrameCodecTests.kindThree(first, "93", "realtime:room", "late", true, "1".getBytes(UTF_8)));
            browser.push("94", "94", "never joined", "broadcast", Map.of("event", "late", "payload", 1));

            for (var ref : List.of("91", "92", "93", "94")) {
                var reply = browser.reply(ref).payload();
                assertThat(reply.path("status").asString()).isEqualTo("error");
                assertThat(reply.path("response").path("reason").asString()).isEqualTo("unmatched topic");
            }
            listener.settle();
            assertThat(listener.broadcasts()).isEmpty();
            assertThat(listener.heard("room", "presence_diff")).isFalse();
        }
    }

    @Test
    void aLateTokenChangesNothing() {
        try (var browser = Browser.at(port)) {
            browser.join("room", reader(acme), CHANGES);
            var first = browser.joinRef("room");
            browser.join("room", reader(acme), CHANGES);
            browser.push(first, "95", "room", "access_token", Map.of("access_token", "garbage"));
            browser.push(first, "96", "room", "access_token", Map.of("access_token", reader(UUID.randomUUID())));
            publisher().ticketCreated(acme, "seen");

            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("seen"));
        }
    }

    /// As clients of version 1.0.0 may do.
    @Test
    void aMessageWithoutAJoinRefMeansThePresentJoin() {
        try (var browser = Browser.at(port)) {
            browser.join("room", reader(acme), CHANGES);
            browser.push(null, "97", "room", "phx_leave", Map.of());
            browser.first(message -> message.event().equals("phx_close"));
        }
    }

    @Test
    void refusesATopicThatIsTooLong() {
        try (var browser = Browser.at(port)) {
            var reply = browser.join("r".repeat(5_000), reader(acme), Map.of());
            assertThat(reply.payload().path("response").path("reason").asString())
                    .startsWith("TopicNameRequired:");
            assertThat(browser.join("r".repeat(500), reader(acme), Map.of("broadcast", Map.of("self", true)))
                            .payload()
                            .path("status")
                            .asString())
                    .isEqualTo("ok");
            browser.broadcast("r".repeat(500), "e", 1);
            await().untilAsserted(() -> assertThat(browser.broadcasts()).containsExactly("e 1"));
        }
    }

    /// A thousand characters without `realtime:`, whatever their script, by both doors.
    @Test
    void takesTheLongestTopicAndNoneLonger() {
        var longest = "😀".repeat(1_000);
        try (var browser = Browser.at(port)) {
            var joined = browser.join(longest, reader(acme), Map.of());
            assertThat(joined.payload().path("status").asString()).isEqualTo("ok");
            var refused = browser.join(longest + "r", reader(acme), Map.of());
            assertThat(refused.payload().path("response").path("reason").asString())
                    .isEqualTo("TopicNameRequired: a topic's name has at most 1000 characters");
        }
        as(reader(acme))
                .post("/realtime/v1/api/broadcast", Map.of("messages", List.of(Map.of("topic", longest, "event", "e"))))
                .expect(202);
        as(reader(acme))
                .post(
                        "/realtime/v1/api/broadcast",
                        Map.of("messages", List.of(Map.of("topic", longest + "r", "event", "e"))))
                .expect(400);
        as(reader(acme))
                .post("/realtime/v1/api/broadcast/" + "r".repeat(1_000) + "/events/e", 1)
                .expect(202);
        as(reader(acme))
                .post("/realtime/v1/api/broadcast/" + "r".repeat(1_001) + "/events/e", 1)
                .expect(400);
    }
}
