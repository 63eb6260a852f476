package io.deskwire.notification.seenticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Standing;
import io.deskwire.notification.Events;
import io.deskwire.notification.NotificationServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@NotificationServiceTest
class SeenTicketIT {
    @Autowired
    SeenTickets tickets;

    @Autowired
    Directory directory;

    @Autowired
    SystemAccess system;

    @Autowired
    Inbox inbox;

    @Autowired
    JdbcClient jdbc;

    final Events events = Events.ofNewTenant();
    final UUID person = UUID.randomUUID();

    @Test
    void tellsWhoMaySeeATicket() {
        var ticket = UUID.randomUUID();
        var requester = UUID.randomUUID();
        ticket(ticket, 1, List.of(requester));
        await().untilAsserted(() -> assertThat(tickets.audience(events.tenant(), ticket))
                .contains(new Audience("tickets.read", List.of(requester))));
        ticket(ticket, 2, List.of());
        await().untilAsserted(() -> assertThat(tickets.audience(events.tenant(), ticket))
                .contains(new Audience("tickets.read", List.of())));
        assertThat(tickets.audience(UUID.randomUUID(), ticket)).isEmpty();
    }

    /// A node of the last release took it, for notifications alone.
    @Test
    void takesWhatWasWorkedOffForNotificationsBefore() {
        var event = UUID.randomUUID();
        system.run("test", () -> inbox.firstTime("inapp", event));
        events.send(
                Topic.IDENTITY,
                event,
                "role.updated",
                UUID.randomUUID(),
                1,
                "system:test",
                Map.of("permission", "members.read", "users", List.of()),
                Map.of(
                        "table",
                        "role_permissions",
                        "record",
                        Map.of("id", UUID.randomUUID(), "role", "va", "permissions", List.of("jobs.read"))));
        events.people().member("member.created", person, "va", null, 1);
        awaitMay(Set.of("jobs.read"));
    }

    @Test
    void keepsWhatCannotBeAnnounced() {
        var ticket = UUID.randomUUID();
        events.send(
                Topic.TICKETS,
                UUID.randomUUID(),
                "ticket.created",
                ticket,
                1,
                "system:test",
                Map.of("permission", "tickets.read", "users", List.of(person)),
                Map.of("table", "\0", "record", Map.of("id", ticket, "subject", "s")));
        var next = events.ticketCreated(UUID.randomUUID());

        await().atMost(Duration.ofSeconds(30)).until(() -> announced(next) == 1);
        assertThat(announced(ticket)).isZero();
        assertThat(tickets.audience(events.tenant(), ticket)).contains(new Audience("tickets.read", List.of(person)));
    }

    private long announced(UUID eventOrTicket) {
        return system.call(
                "test",
                () -> jdbc.sql(
                                "SELECT count(*) FROM announcements WHERE tenant_id = :tenant AND :id IN (event_id, about_id)")
                        .param("tenant", events.tenant())
                        .param("id", eventOrTicket)
                        .query(Long.class)
                        .single());
    }

    private void ticket(UUID id, long version, List<UUID> users) {
        events.send(
                Topic.TICKETS,
                UUID.randomUUID(),
                version == 1 ? "ticket.created" : "ticket.updated",
                id,
                version,
                "system:test",
                Map.of("permission", "tickets.read", "users", users),
                Map.of("table", "tickets", "record", Map.of("id", id, "subject", "s")));
    }

    private void awaitMay(Set<String> permissions) {
        var bearer = new Bearer(events.tenant(), person);
        await().untilAsserted(() -> assertThat(system.call("test", () -> directory.standings(List.of(bearer)))
                        .get(bearer))
                .isNotNull()
                .extracting(Standing::permissions)
                .isEqualTo(permissions));
    }
}
