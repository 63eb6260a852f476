package io.deskwire.notification.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.notification.LiveService;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What was sent before, for who asks; and the message that events are followed.
class ReplayIT extends LiveService {
    private final UUID acme = UUID.randomUUID();

    private static Map<String, Object> replaying(Object replay) {
        return Map.of("private", true, "broadcast", Map.of("self", true, "ack", true, "replay", replay));
    }

    private void send(String channel, int count) {
        for (int i = 0; i < count; i++) {
            as(reader(acme))
                    .post("/realtime/v1/api/broadcast/" + channel + "/events/e?private=true", i)
                    .expect(202);
        }
    }

    private static List<String> replayed(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "e " + i + " replayed").toList();
    }

    @Test
    void repeatsTheLastBroadcastsOfAProtectedChannel() {
        send("staff:lounge", 30);
        try (var later = Browser.at(port);
                var some = Browser.at(port);
                var future = Browser.at(port);
                var plain = Browser.at(port);
                var foreign = Browser.at(port);
                var other = Browser.at(port)) {
            later.join("staff:lounge", reader(acme), replaying(Map.of("since", 0)));
            some.join("staff:lounge", reader(acme), replaying(Map.of("since", 0, "limit", 3)));
            future.join("staff:lounge", reader(acme), replaying(Map.of("since", 4102444800000L)));
            plain.join("staff:lounge", reader(acme), Map.of("private", true));
            foreign.join("staff:lounge", reader(UUID.randomUUID()), replaying(Map.of("since", 0)));
            other.join("staff:other", reader(acme), replaying(Map.of("since", 0)));

            await().untilAsserted(() -> assertThat(later.broadcasts()).isEqualTo(replayed(5, 30)));
            await().untilAsserted(() -> assertThat(some.broadcasts()).isEqualTo(replayed(27, 30)));
            later.reply(later.broadcast("staff:lounge", "live", 1));
            await().untilAsserted(() -> assertThat(later.broadcasts()).endsWith("live 1"));
            for (var quiet : List.of(future, plain)) {
                await().untilAsserted(() -> assertThat(quiet.broadcasts()).containsExactly("live 1"));
            }
            for (var quiet : List.of(foreign, other)) {
                quiet.settle();
                assertThat(quiet.broadcasts()).isEmpty();
            }
            assertThat(new String(later.binary.getFirst(), UTF_8)).contains("{\"replayed\":true,\"id\":\"");
        }
    }

    @Test
    void repeatsInVersionOneAsWell() {
        send("staff:old", 2);
        try (var old = Browser.at(port, "1.0.0")) {
            old.send("""
                    {"topic":"realtime:staff:old","event":"phx_join","ref":"1","join_ref":"1","payload":{"access_token":"%s",
                     "config":{"private":"true","broadcast":{"replay":{"since":0,"limit":99}}}}}
                    """.formatted(reader(acme)));
            await().untilAsserted(() -> assertThat(old.broadcasts()).isEqualTo(replayed(0, 2)));
            var meta = old.first(message -> message.event().equals("broadcast"))
                    .payload()
                    .path("meta");
            assertThat(meta.path("replayed").asBoolean()).isTrue();
            assertThat(UUID.fromString(meta.path("id").asString())).isNotNull();
        }
    }

    @Test
    void repeatsOnceThereIsSomebody() {
        send("staff:late", 1);
        try (var late = Browser.at(port);
                var client = Browser.at(port)) {
            late.joinAsNobody("staff:late", replaying(Map.of("since", 0)));
            client.joinAsNobody("staff:late", replaying(Map.of("since", 0)));
            client.token("staff:late", TOKENS.member(acme, UUID.randomUUID(), "client"));
            client.first(message -> message.event().equals("phx_error"));
            assertThat(late.broadcasts()).isEmpty();
            late.token("staff:late", reader(acme));
            await().untilAsserted(() -> assertThat(late.broadcasts()).isEqualTo(replayed(0, 1)));
            late.token("staff:late", reader(acme));
            late.settle();
            assertThat(late.broadcasts()).hasSize(1);
            assertThat(client.broadcasts()).isEmpty();
        }
    }

    @Test
    void refusesAReplayThatCannotBe() {
        try (var browser = Browser.at(port)) {
            var onPublic =
                    browser.join("staff:x", reader(acme), Map.of("broadcast", Map.of("replay", Map.of("since", 0))));
            assertThat(onPublic.payload().at("/response/reason").asString())
                    .isEqualTo("UnableToReplayMessages: Replay is not allowed for public channels");
            for (var unsound : List.<Object>of(
                    Map.of(),
                    Map.of("since", new BigDecimal("1e300")),
                    Map.of("since", "yesterday"),
                    Map.of("since", 0, "limit", "all"),
                    "all",
                    7)) {
                assertThat(browser.join("staff:x", reader(acme), replaying(unsound))
                                .payload()
                                .at("/response/reason")
                                .asString())
                        .isEqualTo("UnableToReplayMessages: Replay params are not valid");
            }
        }
    }

    @Test
    void saysThatEventsAreFollowed() {
        var config = Map.of("broadcast", Map.of("replication_ready", true));
        try (var browser = Browser.at(port);
                var late = Browser.at(port);
                var plain = Browser.at(port)) {
            browser.join("room", reader(acme), config);
            late.joinAsNobody("room", config);
            plain.join("room", reader(acme), Map.of());
            await().untilAsserted(() ->
                    assertThat(browser.systems("room")).containsExactly("Replication connection established"));
            late.settle();
            assertThat(late.systems("room")).isEmpty();
            late.token("room", reader(acme));
            var ready = late.first(message -> message.event().equals("system"));
            assertThat(ready.payload().path("extension").asString()).isEqualTo("system");
            assertThat(ready.payload().path("status").asString()).isEqualTo("ok");
            assertThat(ready.payload().path("channel").asString()).isEqualTo("room");
            plain.settle();
            assertThat(plain.systems("room")).isEmpty();
        }
    }
}
