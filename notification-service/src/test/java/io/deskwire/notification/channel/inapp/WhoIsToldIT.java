package io.deskwire.notification.channel.inapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.notification.NotificationServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Whom rules tell of what.
@NotificationServiceTest
class WhoIsToldIT extends Notified {
    @Test
    void tellsAdminsAndAgentsOfEachNewTicket() {
        team();
        var ticket = UUID.randomUUID();
        var event = events.ticketCreated(ticket);

        awaitUnread(admin, 1);
        awaitUnread(agent, 1);
        var told =
                as(admin).get("/api/v1/notifications?unread=true").expect(200).json();
        var notification = told.get("data").get(0);
        assertThat(notification.get("kind").asString()).isEqualTo("ticket.created");
        assertThat(notification.get("title").asString()).isEqualTo("New ticket: Order is late");
        assertThat(notification.get("table").asString()).isEqualTo("tickets");
        assertThat(notification.get("subject").asString()).isEqualTo(ticket.toString());
        assertThat(notification.get("event_id").asString()).isEqualTo(event.toString());
        assertThat(unread(va)).isZero();
        assertThat(unread(client)).isZero();
    }

    @Test
    void tellsPeopleOfTheirTicketsAndCommentsButNobodyOfItsOwnDoing() {
        team();
        var ticket = UUID.randomUUID();
        events.ticketCreated(ticket, "user:" + agent);
        events.ticketAssigned(ticket, va, "user:" + admin);
        events.commented(ticket, "public", "user:" + admin);
        events.commented(ticket, "public", "user:" + va);

        awaitUnread(va, 2);
        awaitUnread(admin, 1);
        assertThat(kinds(va)).containsExactly("comment.created", "ticket.assigned");
        assertThat(kinds(admin)).containsExactly("ticket.created");
        assertThat(unread(agent)).isZero();
    }

    @Test
    void keepsInternalCommentsFromWhoMayNotReadThem() {
        team();
        var ticket = UUID.randomUUID();
        events.ticketCreated(ticket, "user:" + agent);
        events.ticketAssigned(ticket, va, "user:" + agent);
        events.commented(ticket, "internal", "user:" + agent);
        events.commented(ticket, "public", "user:" + agent);
        events.ticketAssigned(UUID.randomUUID(), va, "user:" + agent);

        awaitUnread(va, 3);
        assertThat(kinds(va)).containsExactly("ticket.assigned", "comment.created", "ticket.assigned");
    }

    @Test
    void tellsThoseWhoAreMentionedIfTheyMayReadTheComment() {
        team();
        var ticket = UUID.randomUUID();
        events.ticketCreated(ticket);
        events.mentioned(ticket, "internal", "user:" + admin, va, agent, admin);
        events.mentioned(ticket, "public", "user:" + admin, va, client);

        awaitUnread(va, 1);
        awaitUnread(agent, 2);
        assertThat(kinds(va)).containsExactly("comment.mentioned");
        assertThat(kinds(agent)).containsExactly("comment.mentioned", "ticket.created");
        assertThat(kinds(admin)).containsExactly("ticket.created");
        assertThat(unread(client)).isZero();
    }

    @Test
    void tellsAClientOfItsOwnTicketsOnly() {
        team();
        var own = UUID.randomUUID();
        var asked = Map.of("permission", "tickets.read", "users", List.of(client));
        events.ticketCreated(own, "service_user:" + UUID.randomUUID(), client, null, asked);
        events.commented(own, "internal", "user:" + agent);
        events.commented(own, "public", "user:" + agent, asked);
        // Somebody else's ticket that was assigned to the client, who cannot open it.
        var foreign = UUID.randomUUID();
        events.ticketCreated(foreign);
        events.ticketAssigned(foreign, client, "user:" + agent);
        events.commented(foreign, "public", "user:" + agent);
        events.commented(own, "public", "user:" + agent, asked);

        awaitUnread(client, 2);
        assertThat(kinds(client)).containsExactly("comment.created", "comment.created");
    }

    /// The reproduction of the issue.
    @Test
    void tellsNobodyWhoseRoleMayNotReadIt() {
        team();
        events.people().role("agent", 1, "tenant.read");
        awaitRows("SELECT count(*) FROM roles_seen WHERE tenant_id = :tenant", 1);
        events.ticketCreated(UUID.randomUUID());

        awaitUnread(admin, 1);
        assertThat(counted(agent)).isZero();
    }

    @Test
    void tellsAdminsOfJobsThatNeedAttentionAndOfPairingRequests() {
        team();
        events.jobFailed(UUID.randomUUID(), "QUEUED");
        events.jobFailed(UUID.randomUUID(), "FAILED_NEEDS_ATTENTION");
        events.pairingRequested(UUID.randomUUID());

        awaitUnread(admin, 2);
        assertThat(kinds(admin)).containsExactly("pairing.requested", "job.needs_attention");
        assertThat(unread(agent)).isZero();
    }

    @Test
    void respectsPreferences() {
        team();
        var path = "/api/v1/notification-preferences";
        assertThat(as(admin)
                        .get(path)
                        .expect(200)
                        .json()
                        .at("/preferences/ticket.created/in_app")
                        .asBoolean())
                .isTrue();
        as(admin)
                .put(path, Map.of("preferences", Map.of("ticket.created", Map.of("in_app", false))))
                .expect(200);
        events.ticketCreated(UUID.randomUUID());
        events.pairingRequested(UUID.randomUUID());

        awaitUnread(agent, 1);
        awaitUnread(admin, 1);
        assertThat(kinds(admin)).containsExactly("pairing.requested");
        var errors = as(admin)
                .put(path, Map.of("preferences", Map.of("no.such", Map.of("in_app", true))))
                .problem(400, "malformed");
        assertThat(errors.get("errors").findValuesAsString("field")).containsExactly("preferences.no.such");
    }
}
