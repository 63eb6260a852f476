package io.deskwire.notification.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.preference.NotificationKind;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
        assertThat(to(internal, ticket).needs(UUID.randomUUID())).containsExactly("comments.internal", "tickets.read");
        assertThat(to(internal, ticket).needs(requester)).containsExactly("comments.internal");
        assertThat(to(ticket).needs(requester)).isEmpty();
        assertThat(to(new Audience(null, List.of(requester), List.of("jobs.read")))
                        .needs(requester))
                .containsExactly("jobs.read");
    }

    /// Somebody with the permission keeps it without the team, and somebody in the team without the permission.
    @Test
    void needsThePermissionOrOneOfTheTeams() {
        var teams = Stream.of(UUID.randomUUID(), UUID.randomUUID())
                .sorted(Comparator.comparing(UUID::toString)) // by text; a UUID's own order is another
                .toList();
        var audience = new Audience("tickets.read", List.of(requester), List.of("jobs.read"), teams);
        var member = UUID.randomUUID();
        assertThat(to(audience).admit(member, Set.of("jobs.read"), teams::equals))
                .isTrue();
        assertThat(to(audience).admit(member, Set.of("jobs.read"), NO_TEAMS)).isFalse();
        var needs = to(audience).needs(member);
        assertThat(needs).containsExactly("jobs.read", "tickets.read|" + teams.getFirst() + "|" + teams.getLast());
        assertThat(to(audience).needs(requester)).containsExactly("jobs.read");

        var told = new Audience(null, List.of(member), needs);
        assertThat(to(told).admit(member, Set.of("jobs.read"), teams::equals)).isTrue();
        assertThat(to(told).admit(member, Set.of("jobs.read", "tickets.read"), NO_TEAMS))
                .isTrue();
        assertThat(to(told).admit(member, Set.of("jobs.read"), NO_TEAMS)).isFalse();
        assertThat(to(told).admit(member, Set.of("tickets.read"), teams::equals))
                .isFalse();
        assertThat(to(told).needs(member)).isEqualTo(needs);
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
