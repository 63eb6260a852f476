package io.deskwire.notification.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Need;
import io.deskwire.notification.NotificationServiceTest;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.testsupport.event.PeopleEvents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@NotificationServiceTest
class RecipientsIT {
    @Autowired
    Recipients recipients;

    @Autowired
    Directory directory;

    @Autowired
    SystemAccess system;

    final PeopleEvents events = PeopleEvents.of(UUID.randomUUID());

    /// Clients may read no tickets; of them a team's members are told, and nobody else.
    @Test
    void choosesMembersOfTheTeamsThatAreNamed() {
        var random = new Random(9);
        var clients = new ArrayList<UUID>();
        for (int i = 0; i < 8; i++) {
            clients.add(events.member("client"));
        }
        var teams = List.of(UUID.randomUUID(), UUID.randomUUID());
        var members = new ArrayList<Set<UUID>>();
        for (var team : teams) {
            var some = new HashSet<UUID>();
            clients.stream().filter(_ -> random.nextBoolean()).forEach(some::add);
            members.add(some);
            events.team("team.created", team, 1, some.toArray(UUID[]::new));
        }
        await().until(() -> system.call(
                "test",
                () -> directory
                                        .members(events.tenant(), List.of("client"), List.of())
                                        .size()
                                == clients.size()
                        && directory
                                .inTeams(events.tenant(), teams.subList(1, 2))
                                .equals(members.getLast())));

        assertThat(told(List.of())).isEmpty();
        assertThat(told(List.of(teams.getFirst()))).isEqualTo(members.getFirst());
        var all = new HashSet<>(members.getFirst());
        all.addAll(members.getLast());
        assertThat(told(teams)).isEqualTo(all);
    }

    private Set<UUID> told(List<UUID> teams) {
        var audience = new Audience("tickets.read", List.of(), List.of(), teams);
        var addressees = new Addressees(
                events.tenant(),
                NotificationKind.TICKET_CREATED,
                Set.of("client"),
                Set.of(),
                List.of(audience),
                "system:test");
        var told = new HashSet<UUID>();
        system.call("test", () -> recipients.asked().of(addressees)).forEach(recipient -> {
            assertThat(recipient.needs())
                    .containsExactly(Need.of(audience).orElseThrow().text());
            told.add(recipient.user());
        });
        return told;
    }
}
