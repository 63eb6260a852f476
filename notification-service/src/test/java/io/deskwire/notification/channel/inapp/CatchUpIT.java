package io.deskwire.notification.channel.inapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.inbox.Inbox;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.directory.Standing;
import io.deskwire.notification.Events;
import io.deskwire.notification.NotificationServiceTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Topics are read apart from each other: what is told of people can come after what they are told of.
@NotificationServiceTest
class CatchUpIT extends Notified {
    @Autowired
    Directory directory;

    @Autowired
    Inbox inbox;

    @Test
    void catchesUpForWhoMayMoreThanWasKnown() {
        team();
        events.people().role("agent", 1, "tenant.read");
        awaitRows("SELECT count(*) FROM roles_seen WHERE tenant_id = :tenant", 1);
        var granted = Events.now();
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        assertThat(counted(agent)).isZero();

        // The grant is older than the ticket; its topic was only read later.
        events.at(granted).people().role("agent", 2, "tickets.read");
        awaitUnread(agent, 1);
        awaitUnread(admin, 1);
    }

    @Test
    void catchesUpForMembersSeenAfterTheEvent() {
        var late = UUID.randomUUID();
        var joined = Events.now();
        var ticket = UUID.randomUUID();
        events.ticketCreated(ticket);
        awaitAnnounced(1);

        // The membership is older than the ticket; its topic was only read later.
        var record = Map.of("tenant_id", events.tenant(), "user_id", late, "role", "admin");
        events.at(joined)
                .send(Topic.IDENTITY, "member.created", late, 1, "user:" + late, "members.read", "memberships", record);

        awaitUnread(late, 1);
        assertThat(kinds(late)).containsExactly("ticket.created");
    }

    @Test
    void tellsNobodyOfWhatWasBeforeItsTime() {
        events.people().member("member.created", admin, "admin", null, 1);
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);

        events.people().member("member.created", agent, "agent", null, 1);
        events.ticketCreated(UUID.randomUUID());

        awaitUnread(admin, 2);
        awaitUnread(agent, 1);
    }

    @Test
    void tellsNoLongerWhoHasLeftAndAgainWhoIsBack() {
        team();
        events.people().member("member.deleted", agent, "agent", null, 2);
        awaitMembers(3);
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(admin, 1);
        assertThat(unread(agent)).isZero();

        events.people().member("member.created", agent, "agent", null, 1);
        awaitMembers(4);
        events.ticketCreated(UUID.randomUUID());
        awaitUnread(agent, 1);
    }

    @Test
    void takesARedeliveredEventOnce() {
        team();
        var record = Map.of("id", UUID.randomUUID(), "subject", "twice");
        var id = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            events.send(
                    Topic.TICKETS,
                    id,
                    "ticket.created",
                    UUID.randomUUID(),
                    1,
                    "system:test",
                    Map.of("permission", "tickets.read", "users", List.of()),
                    Map.of("table", "tickets", "record", record));
        }
        events.ticketCreated(UUID.randomUUID());

        awaitUnread(admin, 2);
        assertThat(kinds(admin)).hasSize(2);
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
        events.people().member("member.created", va, "va", null, 1);

        var bearer = new Bearer(events.tenant(), va);
        await().untilAsserted(() -> assertThat(system.call("test", () -> directory.standings(List.of(bearer)))
                        .get(bearer))
                .isNotNull()
                .extracting(Standing::permissions)
                .isEqualTo(Set.of("jobs.read")));
    }

    @Test
    void goesOnAfterARecordThatIsNoEvent() {
        team();
        events.garbage(Topic.TICKETS, "nonsense".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        events.ticketCreated(UUID.randomUUID());

        awaitUnread(admin, 1);
    }
}
