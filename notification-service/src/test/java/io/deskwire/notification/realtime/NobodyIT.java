package io.deskwire.notification.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.notification.LiveService;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A channel that was joined before its token, as unmodified clients do.
class NobodyIT extends LiveService {
    private static final Map<String, Object> EVERYTHING = Map.of(
            "postgres_changes",
            List.of(Browser.changes("*", "tickets")),
            "broadcast",
            Map.of("self", false, "ack", true),
            "presence",
            Map.of("key", "late"));

    private final UUID acme = UUID.randomUUID();

    private static String status(Browser.Message reply) {
        return reply.payload().path("status").asString();
    }

    private static String anonKey() {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return "%s.%s.c2ln"
                .formatted(
                        encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)),
                        encoder.encodeToString(
                                "{\"role\":\"anon\",\"iss\":\"supabase\",\"exp\":1983812996}".getBytes(UTF_8)));
    }

    @Test
    void hearsNothingUntilItsTokenComes() {
        try (var late = Browser.at(port);
                var member = Browser.at(port)) {
            member.join("room", reader(acme), EVERYTHING);
            member.reply(member.track("room", Map.of("name", "Ann")));
            assertThat(status(late.joinAsNobody("room", EVERYTHING))).isEqualTo("ok");

            publisher().ticketCreated(acme, "before");
            await().untilAsserted(() -> assertThat(member.subjects("room")).containsExactly("before"));
            member.reply(member.broadcast("room", "cursor", 1));
            late.settle();
            assertThat(late.changes("room")).isEmpty();
            assertThat(late.broadcasts()).isEmpty();
            assertThat(late.heard("room", "presence_state")).isFalse();
            assertThat(late.systems("room")).isEmpty();

            late.token("room", reader(acme));
            await().untilAsserted(() -> assertThat(late.systems("room")).containsExactly("Subscribed to PostgreSQL"));
            var state = late.first(message -> message.event().equals("presence_state"));
            assertThat(state.payload().toString()).contains("Ann");
            publisher().ticketCreated(acme, "after");
            member.reply(member.broadcast("room", "cursor", 2));
            await().untilAsserted(() -> assertThat(late.subjects("room")).containsExactly("after"));
            assertThat(late.broadcasts()).containsExactly("cursor 2");
        }
    }

    @Test
    void saysNothingThatOthersHear() {
        try (var late = Browser.at(port);
                var member = Browser.at(port)) {
            member.join("room", reader(acme), EVERYTHING);
            late.joinAsNobody("room", EVERYTHING);

            var refused = late.reply(late.broadcast("room", "cursor", 1));
            assertThat(status(refused)).isEqualTo("error");
            assertThat(refused.payload().path("response").path("reason").asString())
                    .startsWith("Unauthorized:");
            assertThat(status(late.reply(late.track("room", Map.of("name", "Late")))))
                    .isEqualTo("ok");
            member.settle();
            assertThat(member.broadcasts()).isEmpty();
            assertThat(member.heard("room", "presence_diff")).isFalse();

            late.token("room", reader(acme));
            var diff = member.first(message -> message.event().equals("presence_diff"));
            assertThat(diff.payload().at("/joins/late/metas/0/name").asString()).isEqualTo("Late");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sb_publishable_x", "sb_secret_x", "", "anon"})
    void isWhoSendsAKeyForAToken(String key) {
        try (var browser = Browser.at(port);
                var witness = Browser.at(port)) {
            witness.join("room", reader(acme), EVERYTHING);
            var reply = browser.join("room", key.equals("anon") ? anonKey() : key, EVERYTHING);
            assertThat(status(reply)).isEqualTo("ok");
            browser.token("room", key.equals("anon") ? anonKey() : key);
            publisher().ticketCreated(acme, "unseen");
            witness.awaitSubject("room", "unseen");
            browser.token("room", reader(acme));
            browser.first(message -> message.event().equals("system"));
            publisher().ticketCreated(acme, "seen");

            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("seen"));
            assertThat(browser.heard("room", "phx_error")).isFalse();
        }
    }

    @Test
    void isAUserWithoutATenantUntilItHasOne() {
        var user = UUID.randomUUID();
        try (var browser = Browser.at(port);
                var witness = Browser.at(port)) {
            witness.join("room", reader(acme), EVERYTHING);
            var reply = browser.join("room", TOKENS.mint(Map.of("sub", user.toString())), EVERYTHING);
            assertThat(status(reply)).isEqualTo("ok");
            publisher().ticketCreated(acme, "unseen");
            witness.awaitSubject("room", "unseen");
            browser.token("room", TOKENS.member(acme, user, "admin", "tickets.read"));
            browser.first(message -> message.event().equals("system"));
            publisher().ticketCreated(acme, "seen");

            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("seen"));
        }
    }

    /// Some clients send a token on one of their channels only.
    @Test
    void takesTheTokenOfAnotherChannelOfItsConnection() {
        try (var browser = Browser.at(port);
                var other = Browser.at(port)) {
            browser.joinAsNobody("first", EVERYTHING);
            browser.joinAsNobody("second", EVERYTHING);
            other.joinAsNobody("first", EVERYTHING);
            browser.token("second", reader(acme));
            await().untilAsserted(() -> assertThat(browser.systems("first")).hasSize(1));
            publisher().ticketCreated(acme, "seen");

            await().untilAsserted(() -> assertThat(browser.subjects("first")).containsExactly("seen"));
            await().untilAsserted(() -> assertThat(browser.subjects("second")).containsExactly("seen"));
            other.settle();
            assertThat(other.changes("first")).isEmpty();
        }
    }

    @Test
    void staysNobodyAfterATokenThatDoesNotHold() {
        try (var browser = Browser.at(port);
                var witness = Browser.at(port)) {
            witness.join("room", reader(acme), EVERYTHING);
            browser.joinAsNobody("room", EVERYTHING);
            browser.token("room", "garbage");
            browser.token("room", TOKENS.forge(Map.of("tenant_id", acme.toString())));
            browser.push("room", "access_token", Map.of("access_token", List.of(1)));
            browser.push("room", "access_token", "nothing");
            browser.token("elsewhere", "garbage");
            publisher().ticketCreated(acme, "unseen");
            witness.awaitSubject("room", "unseen");
            browser.settle();
            assertThat(browser.changes("room")).isEmpty();
            assertThat(browser.systems("room")).hasSize(2).allMatch(text -> text.startsWith("InvalidJWTToken:"));

            browser.token("room", reader(acme));
            await().untilAsserted(() -> assertThat(browser.systems("room")).contains("Subscribed to PostgreSQL"));
            publisher().ticketCreated(acme, "seen");
            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("seen"));
        }
    }

    /// Clients of 2.57 and later join without the token of a stored session and never send it on its own; but they do
    /// with the next join.
    @Test
    void joinsAgainWhereTheClientDoesNotSendItsTokenByItself() {
        var modern = Map.of(
                "presence", Map.of("enabled", false), "postgres_changes", List.of(Browser.changes("*", "tickets")));
        try (var silent = Browser.at(port);
                var anonymous = Browser.at(port);
                var old = Browser.at(port);
                var prompt = Browser.at(port)) {
            silent.joinAsNobody("room", modern);
            anonymous.join("room", "sb_publishable_x", modern);
            old.joinAsNobody("room", EVERYTHING);
            prompt.joinAsNobody("room", modern);
            prompt.token("room", reader(acme));

            silent.first(message -> message.event().equals("phx_error"));
            assertThat(status(silent.join("room", reader(acme), modern))).isEqualTo("ok");
            publisher().ticketCreated(acme, "seen");
            await().untilAsserted(() -> assertThat(silent.subjects("room")).containsExactly("seen"));
            for (var other : List.of(anonymous, old, prompt)) {
                other.settle();
                assertThat(other.heard("room", "phx_error")).isFalse();
            }
        }
    }

    @Test
    void isAskedToJoinAgainOnlyOnce() {
        var modern = Map.of("presence", Map.of("enabled", false));
        try (var visitor = Browser.at(port)) {
            visitor.joinAsNobody("room", modern);
            visitor.first(message -> message.event().equals("phx_error"));
            visitor.joinAsNobody("room", modern);
            try (var next = Browser.at(port)) {
                next.joinAsNobody("room", modern);
                next.first(message -> message.event().equals("phx_error"));
            }
            visitor.settle();
            assertThat(visitor.received.stream()
                            .filter(message -> message.event().equals("phx_error"))
                            .count())
                    .isEqualTo(1);
        }
    }
}
