package io.deskwire.notification.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.LiveService;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresChangesIT extends LiveService {
    private final UUID acme = UUID.randomUUID();
    private final UUID globex = UUID.randomUUID();

    @Test
    void answersAJoinWithTheBindingsAsAskedAndThenSystem() {
        try (var browser = Browser.at(port)) {
            var asked = Map.<String, Object>of(
                    "event", "UPDATE", "schema", "public", "table", "tickets", "filter", "status=eq.open");
            var reply = browser.join("board", reader(acme), List.of(Browser.changes("*", "tickets"), asked));

            assertThat(reply.payload().path("status").asString()).isEqualTo("ok");
            var answered = reply.payload().path("response").path("postgres_changes");
            assertThat(answered.size()).isEqualTo(2);
            assertThat(answered.path(0).path("event").asString()).isEqualTo("*");
            assertThat(answered.path(0).has("filter")).isFalse();
            assertThat(answered.path(1).path("filter").asString()).isEqualTo("status=eq.open");
            assertThat(answered.path(0).path("id").isIntegralNumber()).isTrue();
            var system = browser.first(message -> message.event().equals("system"));
            assertThat(system.payload().path("message").asString()).isEqualTo("Subscribed to PostgreSQL");
            assertThat(system.payload().path("channel").asString()).isEqualTo("board");
        }
    }

    @Test
    void tellsEachTenantItsOwnChangesInOrder() {
        try (var ours = Browser.at(port);
                var theirs = Browser.at(port)) {
            ours.join("tickets", reader(acme), List.of(Browser.changes("*", "tickets")));
            theirs.join("tickets", reader(globex), List.of(Browser.changes("*", "tickets")));

            var ids = IntStream.range(0, 20)
                    .mapToObj(i -> publisher().ticketCreated(acme, "Order " + i).toString())
                    .toList();
            var other = publisher().ticketCreated(globex, "Theirs").toString();

            await().untilAsserted(() -> assertThat(ours.changes("tickets")).hasSize(20));
            await().untilAsserted(() -> assertThat(theirs.changes("tickets")).hasSize(1));
            assertThat(ours.changes("tickets"))
                    .extracting(data -> data.path("record").path("id").asString())
                    .isEqualTo(ids);
            assertThat(theirs.changes("tickets")
                            .getFirst()
                            .path("record")
                            .path("id")
                            .asString())
                    .isEqualTo(other);
        }
    }

    @Test
    void mapsTypesToChangesWithColumns() {
        try (var browser = Browser.at(port)) {
            browser.join("tickets", reader(acme), List.of(Browser.changes("*", "tickets")));
            var id = publisher().ticketCreated(acme, "Late");
            publisher().ticketUpdated(acme, id, "Late", "solved");
            publisher().ticketDeleted(acme, id);

            await().untilAsserted(() -> assertThat(browser.changes("tickets")).hasSize(3));
            var changes = browser.changes("tickets");
            assertThat(changes)
                    .extracting(data -> data.path("type").asString())
                    .containsExactly("INSERT", "UPDATE", "DELETE");
            assertThat(changes.get(0).has("old_record")).isFalse();
            assertThat(changes.get(1).path("old_record").path("status").asString())
                    .isEqualTo("open");
            assertThat(changes.get(2).has("record")).isFalse();
            assertThat(changes.get(2).path("old_record").path("id").asString()).isEqualTo(id.toString());
            assertThat(changes.get(0).path("columns").toString())
                    .contains("{\"name\":\"id\",\"type\":\"uuid\"}", "{\"name\":\"number\",\"type\":\"int8\"}")
                    .contains(
                            "{\"name\":\"tags\",\"type\":\"_text\"}", "{\"name\":\"custom_fields\",\"type\":\"jsonb\"}")
                    .contains("{\"name\":\"sla_breached\",\"type\":\"bool\"}")
                    .contains("{\"name\":\"created_at\",\"type\":\"timestamptz\"}");
        }
    }

    @Test
    void showsADeletionOnlyToItsAudience() {
        try (var reader = Browser.at(port);
                var stranger = Browser.at(port);
                var foreigner = Browser.at(port)) {
            reader.join("all", reader(acme), List.of(Browser.changes("*", "*")));
            stranger.join(
                    "all",
                    TOKENS.member(acme, UUID.randomUUID(), "va", "jobs.read"),
                    List.of(Browser.changes("*", "*")));
            foreigner.join("all", reader(globex), List.of(Browser.changes("DELETE", "tickets")));

            publisher().ticketDeleted(acme, UUID.randomUUID());
            publisher().ticketCreated(acme, "for the stranger", new Audience("jobs.read", List.of()));
            publisher().ticketDeleted(globex, UUID.randomUUID());

            await().untilAsserted(() -> {
                assertThat(reader.changes("all")).hasSize(1);
                assertThat(stranger.changes("all")).hasSize(1);
                assertThat(foreigner.changes("all")).hasSize(1);
            });
            assertThat(stranger.changes("all").getFirst().path("type").asString())
                    .isEqualTo("INSERT");
            assertThat(foreigner
                            .changes("all")
                            .getFirst()
                            .path("old_record")
                            .path("tenant_id")
                            .asString())
                    .isEqualTo(globex.toString());
        }
    }

    @Test
    void filtersRows() {
        try (var browser = Browser.at(port)) {
            browser.join(
                    "late",
                    reader(acme),
                    List.of(Map.of(
                            "event",
                            "INSERT",
                            "schema",
                            "public",
                            "table",
                            "tickets",
                            "filter",
                            "subject=like.Late%")));
            publisher().ticketCreated(acme, "On time");
            publisher().ticketCreated(acme, "Later");

            await().untilAsserted(() -> assertThat(browser.changes("late")).hasSize(1));
            assertThat(browser.changes("late")
                            .getFirst()
                            .path("record")
                            .path("subject")
                            .asString())
                    .isEqualTo("Later");
        }
    }

    @Test
    void readsQuotedFiltersAndComparesByType() {
        try (var browser = Browser.at(port)) {
            var id = UUID.randomUUID();
            browser.join(
                    "quoted",
                    reader(acme),
                    List.of(changes("tickets", "filter", "subject=eq.\"Hello, \\\"world\\\"\"")));
            browser.join(
                    "mine",
                    reader(acme),
                    List.of(changes(
                            "tickets",
                            "filter",
                            "tenant_id=eq." + acme.toString().toUpperCase(Locale.ROOT))));
            browser.join("others", reader(acme), List.of(changes("tickets", "filter", "tenant_id=eq." + id)));
            publisher().ticketCreated(acme, "Hello, world");
            publisher().ticketCreated(acme, "Hello, \"world\"");

            await().untilAsserted(() -> {
                assertThat(browser.changes("mine")).hasSize(2);
                assertThat(browser.changes("quoted"))
                        .extracting(data -> data.at("/record/subject").asString())
                        .containsExactly("Hello, \"world\"");
            });
            assertThat(browser.changes("others")).isEmpty();
        }
    }

    @Test
    void showsEachBindingTheColumnsItSelects() {
        try (var browser = Browser.at(port)) {
            var joined = browser.join(
                    "narrow",
                    reader(acme),
                    List.of(
                            changes("tickets", "select", List.of("id", "subject")),
                            changes("tickets", "select", "status"),
                            changes("tickets", "select", List.of("subject", "id")),
                            Browser.changes("*", "tickets")));
            var ids = joined.payload()
                    .at("/response/postgres_changes")
                    .valueStream()
                    .map(binding -> binding.path("id").asInt())
                    .toList();
            var ticket = publisher().ticketCreated(acme, "Late");

            await().untilAsserted(() -> assertThat(browser.changes("narrow")).hasSize(3));
            var messages = browser.received.stream()
                    .filter(message -> message.event().equals("postgres_changes"))
                    .map(Browser.Message::payload)
                    .toList();
            var narrow = messages.get(0);
            assertThat(narrow.path("ids").toString()).isEqualTo("[%d,%d]".formatted(ids.get(0), ids.get(2)));
            assertThat(narrow.at("/data/record").toString())
                    .isEqualTo("{\"id\":\"%s\",\"subject\":\"Late\"}".formatted(ticket));
            assertThat(narrow.at("/data/columns").size()).isEqualTo(2);
            assertThat(messages.get(1).at("/data/record").toString()).isEqualTo("{\"status\":\"open\"}");
            assertThat(messages.get(2).at("/data/record").size()).isGreaterThan(2);
        }
    }

    /// `phx_close` ends the client's attempts; without it, it would join again and again.
    @Test
    void refusesABindingThatCanNeverMatchOnceAndForAll() {
        try (var browser = Browser.at(port)) {
            var reply = browser.join(
                    "never", reader(acme), List.of(Browser.changes("*", "tickets"), Browser.changes("*", "todos")));

            assertThat(reply.payload().path("status").asString()).isEqualTo("error");
            assertThat(reply.payload().at("/response/reason").asString())
                    .startsWith("UnableToSubscribeToPostgres: there is no table todos");
            var close = browser.first(message -> message.event().equals("phx_close"));
            assertThat(close.topic()).isEqualTo("realtime:never");
            assertThat(close.joinRef()).isEqualTo(reply.ref());

            var mended = browser.join("never", reader(acme), List.of(Browser.changes("*", "tickets")));
            assertThat(mended.payload().path("status").asString()).isEqualTo("ok");
        }
    }

    private static Map<String, Object> changes(String table, String name, Object value) {
        return Map.of("event", "*", "schema", "public", "table", table, name, value);
    }

    @Test
    void refusesATokenThatDoesNotHold() {
        try (var browser = Browser.at(port)) {
            var forged = browser.join(
                    "tickets",
                    TOKENS.forge(Map.of("tenant_id", acme.toString())),
                    List.of(Browser.changes("*", "tickets")));
            assertThat(forged.payload().path("status").asString()).isEqualTo("error");
            assertThat(forged.payload().path("response").path("reason").asString())
                    .startsWith("InvalidJWTToken:");
        }
    }

    @Test
    void cutsOffARevokedSession() {
        var session = UUID.randomUUID();
        var token = TOKENS.mint(Map.of(
                "tenant_id",
                acme.toString(),
                "permissions",
                List.of("tickets.read"),
                "session_id",
                session.toString()));
        try (var browser = Browser.at(port)) {
            browser.join("tickets", token, List.of(Browser.changes("*", "tickets")));
            publisher().revoked(acme, session);

            var system = browser.first(message -> message.event().equals("system")
                    && message.payload().path("status").asString().equals("error"));
            assertThat(system.payload().path("message").asString()).contains("revoked");
            browser.first(message -> message.event().equals("phx_error"));
            publisher().ticketCreated(acme, "unseen");
            browser.reply(browser.push("phoenix", "heartbeat", Map.of()));
            assertThat(browser.changes("tickets")).isEmpty();
        }
    }

    @Test
    void endsWithItsTokenUnlessItIsRenewed() {
        var user = UUID.randomUUID().toString();
        var soon = java.util.Date.from(java.time.Instant.now().plusSeconds(6));
        var brief = TOKENS.mint(
                Map.of("sub", user, "tenant_id", acme.toString(), "permissions", List.of("tickets.read"), "exp", soon));
        var fresh =
                TOKENS.mint(Map.of("sub", user, "tenant_id", acme.toString(), "permissions", List.of("tickets.read")));
        try (var lapsing = Browser.at(port);
                var renewing = Browser.at(port)) {
            lapsing.join("tickets", brief, List.of(Browser.changes("*", "tickets")));
            renewing.join("tickets", brief, List.of(Browser.changes("*", "tickets")));
            renewing.push("tickets", "access_token", Map.of("access_token", fresh));

            lapsing.first(message -> message.event().equals("phx_error"));
            publisher().ticketCreated(acme, "after");
            await().untilAsserted(() -> assertThat(renewing.changes("tickets")).hasSize(1));
            assertThat(lapsing.changes("tickets")).isEmpty();
        }
    }

    @Test
    void speaksVersionOne() {
        try (var browser = Browser.at(port, "1.0.0")) {
            browser.send("""
                    {"topic":"realtime:tickets","event":"phx_join","ref":"1","join_ref":"1","payload":{"access_token":"%s",
                     "config":{"postgres_changes":[{"event":"INSERT","schema":"public","table":"tickets"}]}}}
                    """.formatted(reader(acme)));
            assertThat(browser.reply("1").payload().path("status").asString()).isEqualTo("ok");
            publisher().ticketCreated(acme, "v1");
            await().untilAsserted(() -> assertThat(browser.changes("tickets")).hasSize(1));
        }
    }
}
