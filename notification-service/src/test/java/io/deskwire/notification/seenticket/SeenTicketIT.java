package io.deskwire.notification.seenticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.notification.Events;
import io.deskwire.notification.NotificationServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@NotificationServiceTest
class SeenTicketIT {
    @Autowired
    SeenTickets tickets;

    @Autowired
    SystemAccess system;

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

    @Test
    void takesABatchAsItsEventsOneAfterTheOther() {
        var kept = UUID.randomUUID();
        var gone = UUID.randomUUID();
        for (int version = 1; version <= 20; version++) {
            ticket(kept, version, List.of(person));
            ticket(gone, version, List.of(person));
        }
        deleted(gone);
        ticket(kept, 7, List.of());
        awaitWorkedOff();

        assertThat(tickets.audience(events.tenant(), kept)).contains(new Audience("tickets.read", List.of(person)));
        assertThat(tickets.audience(events.tenant(), gone)).isEmpty();
    }

    @Test
    void knowsARestoredTicketAgain() {
        var ticket = UUID.randomUUID();
        ticket(ticket, 1, List.of(person));
        deleted(ticket);
        events.send(
                Topic.TICKETS,
                UUID.randomUUID(),
                "ticket.restored",
                ticket,
                100,
                "system:test",
                Map.of("permission", "tickets.read", "users", List.of(person)),
                Map.of("table", "tickets", "record", Map.of("id", ticket, "subject", "s")));
        awaitWorkedOff();

        assertThat(tickets.audience(events.tenant(), ticket)).contains(new Audience("tickets.read", List.of(person)));
    }

    @Test
    void whatItTakesInLeavesNoGuardRow() {
        var ticket = UUID.randomUUID();
        var changed = ticket(ticket, 2, List.of(person));
        awaitWorkedOff();

        assertThat(tickets.audience(events.tenant(), ticket)).isPresent();
        assertThat(guardRows(changed)).as("nobody is told of it either").isZero();
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

    /// Everything until now.
    private void awaitWorkedOff() {
        var last = events.ticketCreated(UUID.randomUUID());
        await().atMost(Duration.ofSeconds(30)).until(() -> announced(last) == 1);
    }

    private long guardRows(UUID event) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT count(*) FROM inbox WHERE event_id = :id")
                        .param("id", event)
                        .query(Long.class)
                        .single());
    }

    private void deleted(UUID id) {
        events.send(
                Topic.TICKETS,
                UUID.randomUUID(),
                "ticket.deleted",
                id,
                99,
                "system:test",
                Map.of("permission", "tickets.read", "users", List.of()),
                Map.of("table", "tickets", "record", Map.of("id", id, "subject", "s")));
    }

    private UUID ticket(UUID id, long version, List<UUID> users) {
        var event = UUID.randomUUID();
        events.send(
                Topic.TICKETS,
                event,
                version == 1 ? "ticket.created" : "ticket.updated",
                id,
                version,
                "system:test",
                Map.of("permission", "tickets.read", "users", users),
                Map.of("table", "tickets", "record", Map.of("id", id, "subject", "s")));
        return event;
    }
}
