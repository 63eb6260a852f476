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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A message that is too large is refused; its connection stays.
class MessageSizeIT extends LiveService {
    private static final Map<String, Object> TALKING = Map.of("broadcast", Map.of("self", true, "ack", true));

    private final UUID acme = UUID.randomUUID();

    private static void assertRefused(Browser.Message reply) {
        assertThat(reply.topic()).isEqualTo("realtime:room");
        assertThat(reply.payload().path("status").asString()).isEqualTo("error");
        assertThat(reply.payload().path("response").path("reason").asString()).isEqualTo("payload_size_exceeded");
    }

    private static void assertStillTalks(Browser browser) {
        browser.reply(browser.broadcast("room", "small", 1));
        await().untilAsserted(() -> assertThat(browser.broadcasts()).containsExactly("small 1"));
        assertThat(browser.closeCode()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {270_000, 5_000_000})
    void refusesTextInVersionTwo(int size) {
        try (var browser = Browser.at(port)) {
            browser.join("room", reader(acme), TALKING);
            assertRefused(browser.reply(browser.broadcast("room", "big", "x\\\"]".repeat(size / 4))));
            assertRefused(browser.reply(browser.track("room", Map.of("big", "x".repeat(size)))));
            assertStillTalks(browser);
        }
    }

    @Test
    void refusesTextInVersionOne() {
        try (var browser = Browser.at(port, "1.0.0")) {
            browser.send("""
                    {"topic":"realtime:room","event":"phx_join","ref":"1","join_ref":"1","payload":{"access_token":"%s"}}
                    """.formatted(reader(acme)));
            browser.reply("1");
            browser.send("""
                    {"topic":"realtime:room","event":"broadcast","payload":{"event":"big","payload":"%s"},"ref":"7","join_ref":"1"}
                    """.formatted("x".repeat(300_000)));
            assertRefused(browser.reply("7"));
            browser.send("""
                    {"join_ref":"1","ref":"8","topic":"realtime:room","event":"broadcast","payload":"%s"}
                    """.formatted("\\\"ref\\\":\\\"9\\\",".repeat(30_000)));
            assertRefused(browser.reply("8"));
            browser.send("{\"topic\":\"phoenix\",\"event\":\"heartbeat\",\"ref\":\"10\",\"payload\":{}}");
            browser.reply("10");
        }
    }

    @Test
    void refusesBinaryMessages() {
        try (var browser = Browser.at(port)) {
            browser.join("room", reader(acme), TALKING);
            browser.send(FrameCodecTests.kindThree(
                    "1", "7", "realtime:room", "big", true, ("\"" + "x".repeat(300_000) + "\"").getBytes(UTF_8)));
            assertRefused(browser.reply("7"));
            browser.send(FrameCodecTests.kindThree("1", "8", "realtime:room", "big", false, new byte[2_000_000]));
            assertRefused(browser.reply("8"));
            assertStillTalks(browser);
        }
    }

    /// Numbers that are short with their exponent stay so; what is larger in bytes than in characters is refused.
    @Test
    void refusesWhatIsLargerOnceItIsEncoded() {
        var many = 20_000;
        try (var browser = Browser.at(port);
                var nobody = Browser.at(port)) {
            browser.join("room", reader(acme), TALKING);
            browser.sendPayload("room", "80", "broadcast", """
                    {"event":"big","payload":[%s]}""".formatted("1e-999,".repeat(many) + "1"));
            assertThat(browser.reply("80").payload().path("status").asString()).isEqualTo("ok");
            await().untilAsserted(() -> assertThat(browser.binary)
                    .singleElement()
                    .satisfies(bytes -> assertThat(bytes).hasSizeLessThan(8 * many)));
            browser.binary.clear();

            var wide = "漢".repeat(100_000);
            assertRefused(browser.reply(browser.broadcast("room", "big", wide)));
            assertRefused(browser.reply(browser.track("room", Map.of("big", wide))));
            nobody.joinAsNobody("room", TALKING);
            assertRefused(nobody.reply(nobody.track("room", Map.of("big", wide))));
            assertStillTalks(browser);
        }
    }

    /// A join, too: the channel is not joined, and the client is told why.
    @Test
    void refusesJoins() {
        try (var browser = Browser.at(port)) {
            assertRefused(browser.join("room", reader(acme), Map.of("junk", "x".repeat(300_000))));
            browser.join("room", reader(acme), TALKING);
            assertStillTalks(browser);
        }
    }

    @Test
    void closesOnlyOnWhatDoesNotSayWhatItIs() {
        try (var browser = Browser.at(port)) {
            browser.send("x".repeat(300_000));
            await().until(() -> browser.closeCode() == 1009);
        }
        try (var browser = Browser.at(port)) {
            browser.send(new byte[300_000]);
            await().until(() -> browser.closeCode() == 1007);
        }
    }

    @Test
    void refusesBroadcastsByHttp() {
        try (var listener = Browser.at(port)) {
            listener.join("room", reader(acme), TALKING);
            var api = as(reader(acme));
            var big = "x".repeat(270_000);
            api.post("/realtime/v1/api/broadcast/room/events/big", Map.of("big", big))
                    .problem(422, "payload_size_exceeded");
            api.post(
                            "/realtime/v1/api/broadcast",
                            Map.of(
                                    "messages",
                                    List.of(
                                            Map.of("topic", "room", "event", "small", "payload", 1),
                                            Map.of("topic", "room", "event", "big", "payload", big))))
                    .problem(422, "payload_size_exceeded");
            listener.settle();
            assertThat(listener.broadcasts()).isEmpty();
        }
    }
}
