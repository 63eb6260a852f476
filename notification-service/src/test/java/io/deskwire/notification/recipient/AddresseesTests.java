package io.deskwire.notification.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.preference.NotificationKind;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AddresseesTests {
    private final UUID requester = UUID.randomUUID();
    private final Audience ticket = new Audience("tickets.read", List.of(requester));
    private final Audience internal = new Audience("comments.internal", List.of());

    @Test
    void admitsWhomEveryAudienceAdmits() {
        var both = to(internal, ticket);
        var somebody = UUID.randomUUID();
        assertThat(both.admit(somebody, Set.of("tickets.read"))).isFalse();
        assertThat(both.admit(somebody, Set.of("comments.internal"))).isFalse();
        assertThat(both.admit(somebody, Set.of("tickets.read", "comments.internal")))
                .isTrue();
        assertThat(both.admit(requester, Set.of())).isFalse();
        assertThat(both.admit(requester, Set.of("comments.internal"))).isTrue();
        assertThat(to(ticket).admit(requester, Set.of())).isTrue();
        assertThat(to(Audience.NOBODY).admit(requester, Set.of("tickets.read"))).isFalse();
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
