package io.deskwire.notification.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.LiveService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A live channel under another tenant's or another person's token.
class IdentityChangeIT extends LiveService {
    private static final Map<String, Object> EVERYTHING = Map.of(
            "postgres_changes",
            List.of(Browser.changes("*", "tickets")),
            "broadcast",
            Map.of("self", false, "ack", true),
            "presence",
            Map.of("key", "switcher"));

    private final UUID acme = UUID.randomUUID();
    private final UUID globex = UUID.randomUUID();
    private final UUID user = UUID.randomUUID();

    private String of(UUID tenant) {
        return TOKENS.member(tenant, user, "agent", "tickets.read");
    }

    private void awaitLive(Browser browser, int times) {
        await().untilAsserted(() ->
                assertThat(browser.systems("room")).hasSize(times).containsOnly("Subscribed to PostgreSQL"));
    }

    @Test
    void goesOnInTheOtherTenant() {
        try (var browser = Browser.at(port);
                var before = Browser.at(port);
                var after = Browser.at(port)) {
            browser.join("room", of(acme), EVERYTHING);
            before.join("room", reader(acme), EVERYTHING);
            after.join("room", reader(globex), EVERYTHING);
            browser.reply(browser.track("room", Map.of("name", "at acme")));
            publisher().ticketCreated(globex, "too early");
            publisher().ticketCreated(acme, "ours");
            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("ours"));
            after.awaitSubject("room", "too early");

            browser.token("room", of(globex));
            awaitLive(browser, 2);
            var left = before.first(message -> message.event().equals("presence_diff")
                    && message.payload().path("leaves").has("switcher"));
            assertThat(left.payload().toString()).contains("at acme");
            assertThat(after.heard("room", "presence_diff")).isFalse();
            publisher().ticketCreated(acme, "too late");
            publisher().ticketCreated(globex, "theirs");
            before.reply(before.broadcast("room", "cursor", "acme"));
            after.reply(after.broadcast("room", "cursor", "globex"));
            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("ours", "theirs"));
            browser.settle();
            assertThat(browser.broadcasts()).containsExactly("cursor \"globex\"");
            browser.reply(browser.broadcast("room", "cursor", "from me"));
            await().untilAsserted(() -> assertThat(after.broadcasts()).contains("cursor \"from me\""));
            assertThat(before.broadcasts()).isEmpty();
            assertThat(browser.heard("room", "phx_close")).isFalse();

            browser.token("room", of(acme));
            awaitLive(browser, 3);
            publisher().ticketCreated(acme, "back");
            await().untilAsserted(() -> assertThat(browser.subjects("room")).endsWith("back"));
        }
    }

    /// What was queued for the tenant before is dropped unsent.
    @Test
    void tellsNothingOfTheTenantBeforeOnceTheTokenIsTaken() {
        try (var browser = Browser.at(port);
                var before = Browser.at(port)) {
            browser.join("room", of(acme), EVERYTHING);
            before.join("room", reader(acme), EVERYTHING);
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 20; i++) {
                    before.broadcast("room", "cursor", i);
                }
                browser.token("room", of(globex));
                browser.settle();
                int heard = browser.broadcasts().size();
                before.settle();
                browser.settle();
                assertThat(browser.broadcasts()).hasSize(heard);
                browser.token("room", of(acme));
                browser.settle();
            }
        }
    }

    @Test
    void goesOnAsSomebodyElseOfTheTenant() {
        var other = UUID.randomUUID();
        try (var browser = Browser.at(port)) {
            browser.join("room", of(acme), EVERYTHING);
            publisher().ticketCreated(acme, "first's", new Audience(null, List.of(user)));
            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("first's"));
            browser.token("room", TOKENS.member(acme, other, "client", "tickets.read_own"));
            awaitLive(browser, 2);
            publisher().ticketCreated(acme, "still the first's", new Audience("tickets.read", List.of(user)));
            publisher().ticketCreated(acme, "other's", new Audience(null, List.of(other)));

            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("first's", "other's"));
            assertThat(browser.heard("room", "phx_close")).isFalse();
        }
    }

    @Test
    void isNobodysOnceItsUserHasNoTenantAnyMore() {
        try (var browser = Browser.at(port)) {
            browser.join("room", of(acme), EVERYTHING);
            browser.token("room", TOKENS.mint(Map.of("sub", user.toString())));
            publisher().ticketCreated(acme, "unseen");
            browser.token("room", of(globex));
            awaitLive(browser, 2);
            publisher().ticketCreated(globex, "seen");

            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("seen"));
            assertThat(browser.heard("room", "phx_close")).isFalse();
        }
    }

    /// Signing out revokes the session; whoever signs in next goes on in the same channel.
    @Test
    void outlivesSigningOut() {
        var session = UUID.randomUUID();
        var token = TOKENS.mint(Map.of(
                "tenant_id",
                acme.toString(),
                "permissions",
                List.of("tickets.read"),
                "session_id",
                session.toString()));
        try (var browser = Browser.at(port);
                var witness = Browser.at(port);
                var late = Browser.at(port)) {
            browser.join("room", token, EVERYTHING);
            witness.join("room", token, EVERYTHING);
            browser.token("room", "sb_publishable_x");
            publisher().revoked(acme, session);
            witness.first(message -> message.event().equals("phx_error"));
            late.join("room", reader(acme), EVERYTHING);
            publisher().ticketCreated(acme, "unseen");
            late.awaitSubject("room", "unseen");
            browser.token("room", of(acme));
            awaitLive(browser, 2);
            publisher().ticketCreated(acme, "seen");

            await().untilAsserted(() -> assertThat(browser.subjects("room")).containsExactly("seen"));
            assertThat(browser.heard("room", "phx_close")).isFalse();
        }
    }

    @Test
    void endsWithATokenThatDoesNotHold() {
        for (var bad : List.of("garbage", TOKENS.forge(Map.of("tenant_id", acme.toString())))) {
            try (var browser = Browser.at(port)) {
                browser.join("room", of(acme), EVERYTHING);
                browser.token("room", bad);
                browser.first(message -> message.event().equals("phx_close"));
                publisher().ticketCreated(acme, "unseen");
                browser.settle();
                assertThat(browser.changes("room")).isEmpty();
                assertThat(browser.systems("room")).anyMatch(text -> text.startsWith("InvalidJWTToken:"));
            }
        }
    }
}
