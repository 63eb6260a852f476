package io.deskwire.notification.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.preference.NotificationKind;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AddresseesTests {
    private static final Predicate<List<UUID>> NO_TEAMS = _ -> false;

    private final UUID requester = UUID.randomUUID();
    private final Audience ticket = new Audience("tickets.read", List.of(requester));
    private final Audience internal = new Audience("comments.internal", List.of());

    @Test
    void admitsWhomEveryAudienceAdmits() {
        var both = to(internal, ticket);
        var somebody = UUID.randomUUID();
        assertThat(both.admit(somebody, Set.of("tickets.read"), NO_TEAMS)).isFalse();
        assertThat(both.admit(somebody, Set.of("comments.internal"), NO_TEAMS)).isFalse();
        assertThat(both.admit(somebody, Set.of("tickets.read", "comments.internal"), NO_TEAMS))
                .isTrue();
        assertThat(both.admit(requester, Set.of(), NO_TEAMS)).isFalse();
        assertThat(both.admit(requester, Set.of("comments.internal"), NO_TEAMS)).isTrue();
        assertThat(to(ticket).admit(requester, Set.of(), NO_TEAMS)).isTrue();
        assertThat(to(Audience.NOBODY).admit(requester, Set.of("tickets.read"), NO_TEAMS))
                .isFalse();
    }

    @Test
    void needsThePermissionsOfWhatDoesNotNameThePerson() {
        assertThat(to(internal, ticket).needs(UUID.randomUUID(), NO_TEAMS))
                .containsExactly("comments.internal", "tickets.read");
        assertThat(to(internal, ticket).needs(requester, NO_TEAMS)).containsExactly("comments.internal");
        assertThat(to(ticket).needs(requester, NO_TEAMS)).isEmpty();
        assertThat(to(new Audience(null, List.of(requester), List.of("jobs.read")))
                        .needs(requester, NO_TEAMS))
                .containsExactly("jobs.read");
    }

    @Test
    void asksMembersOfATeamForWhatIsNeededAlone() {
        var team = UUID.randomUUID();
        var audience = new Audience("tickets.read", List.of(), List.of("jobs.read"), List.of(team));
        var member = UUID.randomUUID();
        assertThat(to(audience).admit(member, Set.of("jobs.read"), List.of(team)::equals))
                .isTrue();
        assertThat(to(audience).admit(member, Set.of("jobs.read"), NO_TEAMS)).isFalse();
        assertThat(to(audience).needs(member, List.of(team)::equals)).containsExactly("jobs.read");
        assertThat(to(audience).needs(member, NO_TEAMS)).containsExactly("jobs.read", "tickets.read");
    }

    @Test
    void isNothingWithoutAnAudience() {
        assertThatIllegalArgumentException().isThrownBy(this::to);
    }

    private Addressees to(Audience... audiences) {
        return new Addressees(
                UUID.randomUUID(),
                NotificationKind.TICKET_CREATED,
                Set.of(),
                Set.of(),
                List.of(audiences),
                "system:test");
    }
}
