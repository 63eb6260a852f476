package io.deskwire.notification.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.notification.LiveService;
import io.deskwire.notification.realtime.protocol.FrameCodecTests;
import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelIT extends LiveService {
    private final UUID acme = UUID.randomUUID();
    private final UUID globex = UUID.randomUUID();

    private static Map<String, Object> config(boolean self, boolean ack) {
        return Map.of("broadcast", Map.of("self", self, "ack", ack));
    }

    private static List<String> broadcasts(Browser browser) {
        return browser.received.stream()
                .filter(message -> message.event().equals("broadcast"))
                .map(message -> message.payload().toString())
                .toList();
    }

    @Test
    void carriesBroadcastsWithinTheTenantInBothVersions() {
        try (var sender = Browser.at(port);
                var modern = Browser.at(port);
                var old = Browser.at(port, "1.0.0");
                var foreign = Browser.at(port)) {
            sender.join("room", reader(acme), config(false, true));
            modern.join("room", reader(acme), config(false, false));
            old.send("""
                    {"topic":"realtime:room","event":"phx_join","ref":"1","join_ref":"1","payload":{"access_token":"%s"}}
                    """.formatted(reader(acme)));
            old.reply("1");
            foreign.join("room", reader(globex), config(true, false));

            sender.send(
                    FrameCodecTests.kindThree("1", "77", "realtime:room", "cursor", true, "{\"x\":1}".getBytes(UTF_8)));
            sender.reply("77");

            await().untilAsserted(() -> assertThat(modern.binary).hasSize(1));
            assertThat(new String(modern.binary.getFirst(), UTF_8)).endsWith("realtime:roomcursor{\"x\":1}");
            await().untilAsserted(() -> assertThat(broadcasts(old))
                    .containsExactly("{\"type\":\"broadcast\",\"event\":\"cursor\",\"payload\":{\"x\":1}}"));
            foreign.reply(foreign.push("phoenix", "heartbeat", Map.of()));
            assertThat(foreign.binary).isEmpty();
            assertThat(sender.binary).isEmpty();
        }
    }

    @Test
    void carriesBroadcastsByHttp() {
        try (var listener = Browser.at(port)) {
            listener.join("room", reader(acme), config(false, false));
            var api = as(reader(acme));
            var message = Map.of("topic", "room", "event", "ping", "payload", Map.of("n", 1), "private", false);
            api.post("/realtime/v1/api/broadcast", Map.of("messages", List.of(message)))
                    .expect(202);
            api.post("/realtime/v1/api/broadcast/room/events/pong", Map.of("n", 2))
                    .expect(202);
            as(reader(globex))
                    .post("/realtime/v1/api/broadcast/room/events/foreign", Map.of())
                    .expect(202);
            Api.at("http://127.0.0.1:" + port)
                    .post("/realtime/v1/api/broadcast/room/events/pong", Map.of())
                    .problem(401, "unauthenticated");

            await().untilAsserted(() -> assertThat(listener.binary).hasSize(2));
            assertThat(new String(listener.binary.get(0), UTF_8)).endsWith("ping{\"n\":1}");
            assertThat(new String(listener.binary.get(1), UTF_8)).endsWith("pong{\"n\":2}");
        }
    }

    @Test
    void tellsWhoIsPresent() {
        try (var first = Browser.at(port);
                var second = Browser.at(port)) {
            first.join("room", reader(acme), Map.of("presence", Map.of("key", "ann", "enabled", true)));
            first.first(message -> message.event().equals("presence_state"));
            first.reply(first.push(
                    "room",
                    "presence",
                    Map.of("type", "presence", "event", "track", "payload", Map.of("name", "Ann"))));
            second.join("room", reader(acme), Map.of("presence", Map.of("key", "bob", "enabled", true)));

            var state = second.first(message -> message.event().equals("presence_state"));
            assertThat(state.payload().at("/ann/metas/0/name").asString()).isEqualTo("Ann");
            first.reply(first.push("room", "phx_leave", Map.of()));
            var diff = second.first(message -> message.event().equals("presence_diff"));
            assertThat(diff.payload().at("/leaves/ann/metas/0/name").asString()).isEqualTo("Ann");
            first.first(message -> message.event().equals("phx_close"));
        }
    }

    @Test
    void closesWhoDoesNotSpeakTheProtocol() {
        try (var browser = Browser.at(port)) {
            browser.send("nonsense");
            await().until(() -> browser.closeCode() == 1007);
        }
        try (var browser = Browser.at(port, "9.9.9")) {
            await().until(() -> browser.closeCode() == 1002);
        }
    }

    @Test
    void takesMessagesInParts() {
        try (var browser = Browser.at(port)) {
            browser.join("room", reader(acme), config(true, false));
            browser.push(
                    "room", "broadcast", Map.of("type", "broadcast", "event", "big", "payload", "x".repeat(100_000)));
            await().until(() -> !browser.binary.isEmpty());
        }
    }
}
