package io.deskwire.notification.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.notification.LiveService;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Channels whose name says who may hear them.
class ProtectedChannelIT extends LiveService {
    private static final Map<String, Object> PUBLIC =
            Map.of("broadcast", Map.of("self", false, "ack", true), "presence", Map.of("key", "p"));
    private static final Map<String, Object> PRIVATE =
            Map.of("private", true, "broadcast", Map.of("self", false, "ack", true), "presence", Map.of("key", "p"));

    private final UUID acme = UUID.randomUUID();
    private final UUID requester = UUID.randomUUID();

    private String client(UUID tenant) {
        return TOKENS.member(tenant, requester, "client", "tickets.read_own");
    }

    private static void assertJoins(Browser browser, String channel, String token, Object config) {
        assertThat(browser.join(channel, token, config).payload().path("status").asString())
                .isEqualTo("ok");
    }

    private static void assertIsRefused(Browser browser, String channel, String token, Object config) {
        var payload = browser.join(channel, token, config).payload();
        assertThat(payload.path("status").asString()).isEqualTo("error");
        assertThat(payload.path("response").path("reason").asString())
                .isEqualTo("Unauthorized: You do not have permissions to read from this Channel topic: " + channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"staff:lounge", "STAFF:lounge", "staff:", "jobs.read:board", "tickets.read:board"})
    void isClosedToClientsWhetherTheyCallItPrivateOrNot(String channel) {
        try (var agent = Browser.at(port);
                var client = Browser.at(port);
                var late = Browser.at(port)) {
            assertJoins(
                    agent,
                    channel,
                    TOKENS.member(acme, UUID.randomUUID(), "agent", "tickets.read", "jobs.read"),
                    PRIVATE);
            agent.reply(agent.track(channel, Map.of("typing", true)));
            assertIsRefused(client, channel, client(acme), PUBLIC);
            assertIsRefused(client, channel, client(acme), PRIVATE);
            late.joinAsNobody(channel, PUBLIC);
            late.token(channel, client(acme));
            late.first(message -> message.event().equals("phx_error"));
            assertThat(late.systems(channel)).anyMatch(text -> text.startsWith("Unauthorized:"));

            agent.reply(agent.broadcast(channel, "secret", 1));
            for (var outsider : List.of(client, late)) {
                outsider.reply(outsider.broadcast(channel, "intruder", 1));
                outsider.settle();
                assertThat(outsider.broadcasts()).isEmpty();
                assertThat(outsider.heard(channel, "presence_state")).isFalse();
            }
            as(client(acme))
                    .post(
                            "/realtime/v1/api/broadcast",
                            Map.of("messages", List.of(Map.of("topic", channel, "event", "intruder"))))
                    .problem(403, "channel-forbidden");
            agent.settle();
            assertThat(agent.broadcasts()).isEmpty();
        }
    }

    @Test
    void opensATicketsChannelToWhoMayReadTheTicket() {
        var ticket = heardOf(
                acme, publisher().ticketCreated(acme, "Late", new Audience("tickets.read", List.of(requester))));
        var other = heardOf(acme, publisher().ticketCreated(acme, "Other", new Audience("tickets.read", List.of())));
        var channel = "ticket:" + ticket;
        try (var agent = Browser.at(port);
                var client = Browser.at(port);
                var foreigner = Browser.at(port)) {
            assertJoins(agent, channel, reader(acme), PRIVATE);
            assertJoins(client, channel, client(acme), PRIVATE);
            assertJoins(client, channel + ":typing", client(acme), PUBLIC);
            assertIsRefused(client, "ticket:" + other, client(acme), PUBLIC);
            assertIsRefused(foreigner, channel, reader(UUID.randomUUID()), PUBLIC);
            assertIsRefused(agent, "ticket:" + Uuid7.next(), reader(acme), PRIVATE);
            assertIsRefused(agent, "ticket:", reader(acme), PUBLIC);
            assertIsRefused(agent, "ticket:nonsense", reader(acme), PUBLIC);

            agent.reply(agent.broadcast(channel, "typing", 1));
            await().untilAsserted(() -> assertThat(client.broadcasts()).containsExactly("typing 1"));
            as(client(acme))
                    .post("/realtime/v1/api/broadcast/ticket:" + ticket + "/events/hello?private=true", 2)
                    .expect(202);
            as(client(acme))
                    .post("/realtime/v1/api/broadcast/ticket:" + other + "/events/hello?private=true", 2)
                    .problem(403, "channel-forbidden");
            as(TOKENS.system(acme, "mailer"))
                    .post("/realtime/v1/api/broadcast/ticket:" + ticket + "/events/system?private=true", 3)
                    .expect(202);
            await().untilAsserted(() -> assertThat(agent.broadcasts()).containsExactly("hello 2", "system 3"));
        }
    }

    /// The join comes before the event that tells of the ticket.
    @Test
    void waitsForATicketThatIsNew() {
        heardOf(acme, publisher().ticketCreated(acme, "before")); // events are followed
        var ticket = Uuid7.next();
        try (var agent = Browser.at(port)) {
            var ref =
                    agent.push("ticket:" + ticket, "phx_join", Map.of("config", PRIVATE, "access_token", reader(acme)));
            publisher().ticketSeenBy(acme, ticket, 1, new Audience("tickets.read", List.of()));
            assertThat(agent.reply(ref).payload().path("status").asString()).isEqualTo("ok");
        }
    }

    @Test
    void putsOutWhoMayNotReadTheTicketAnyMore() {
        var ticket = heardOf(
                acme, publisher().ticketCreated(acme, "Late", new Audience("tickets.read", List.of(requester))));
        var channel = "ticket:" + ticket;
        try (var agent = Browser.at(port);
                var client = Browser.at(port)) {
            assertJoins(agent, channel, reader(acme), PRIVATE);
            assertJoins(client, channel, client(acme), PRIVATE);
            publisher().ticketSeenBy(acme, ticket, 2, new Audience("tickets.read", List.of()));

            client.first(message -> message.event().equals("phx_error"));
            assertThat(client.systems(channel))
                    .containsExactly("You no longer have permission to read from this Channel topic: " + channel);
            agent.reply(agent.broadcast(channel, "secret", 1));
            client.settle();
            assertThat(client.broadcasts()).isEmpty();
            assertThat(agent.heard(channel, "phx_error")).isFalse();
            assertIsRefused(client, channel, client(acme), PRIVATE);
        }
    }

    @Test
    void putsOutWhoseNextTokenMayLess() {
        var user = UUID.randomUUID();
        try (var staff = Browser.at(port);
                var holder = Browser.at(port)) {
            assertJoins(staff, "staff:lounge", TOKENS.member(acme, user, "agent"), PRIVATE);
            assertJoins(holder, "jobs.read:board", TOKENS.member(acme, user, "va", "jobs.read"), PRIVATE);
            staff.token("staff:lounge", TOKENS.member(acme, user, "client"));
            holder.token("jobs.read:board", TOKENS.member(acme, user, "va"));

            staff.first(message -> message.event().equals("phx_error"));
            holder.first(message -> message.event().equals("phx_error"));
            assertJoins(holder, "jobs.read:board", TOKENS.member(acme, user, "va", "jobs.read"), PRIVATE);
        }
    }

    @Test
    void isNobodysWhereAPrivateNameHasNoRule() {
        try (var agent = Browser.at(port);
                var client = Browser.at(port)) {
            assertIsRefused(agent, "room", reader(acme), PRIVATE);
            assertIsRefused(agent, "room", reader(acme), Map.of("private", "true"));
            assertJoins(agent, "room", reader(acme), PUBLIC);
            assertJoins(client, "room", client(acme), PUBLIC);
            for (var sender : List.of(reader(acme), TOKENS.system(acme, "mailer"))) {
                var one = as(sender).post("/realtime/v1/api/broadcast/room/events/secret?private=true", 1);
                assertThat(one.problem(403, "channel-forbidden").path("detail").asString())
                        .contains("ticket:<id>, staff:<name> or <permission>:<name>");
                as(sender)
                        .post(
                                "/realtime/v1/api/broadcast",
                                Map.of(
                                        "messages",
                                        List.of(Map.of("topic", "room", "event", "secret", "private", true))))
                        .problem(403, "channel-forbidden");
            }
            as(TOKENS.system(acme, "mailer"))
                    .post("/realtime/v1/api/broadcast/staff:lounge/events/e?private=true", 1)
                    .expect(202);
            agent.reply(agent.broadcast("room", "for all", 1));
            await().untilAsserted(() -> assertThat(client.broadcasts()).containsExactly("for all 1"));
        }
    }

    @Test
    void followsItsCallerIntoAnotherTenantOnlyWhereTheRuleHoldsThere() {
        var user = UUID.randomUUID();
        var globex = UUID.randomUUID();
        try (var browser = Browser.at(port);
                var foreign = Browser.at(port)) {
            assertJoins(foreign, "staff:lounge", reader(globex), PRIVATE);
            assertJoins(browser, "staff:lounge", TOKENS.member(acme, user, "agent"), PRIVATE);
            browser.token("staff:lounge", TOKENS.member(globex, user, "client"));
            browser.first(message -> message.event().equals("phx_error"));
            foreign.reply(foreign.broadcast("staff:lounge", "secret", 1));
            browser.settle();

            assertThat(browser.broadcasts()).isEmpty();
        }
    }
}
