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
}
