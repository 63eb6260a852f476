package io.deskwire.tickets.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.tickets.view.CountedView.Count;
import io.deskwire.tickets.view.View.Details;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ViewTests {
    private static final Set<String> STAFF = Set.of("tickets.read", "tickets.write");
    private static final Set<String> MANAGER = Set.of("tickets.read", "tickets.write", "views.manage");
    private static final Set<String> CLIENT = Set.of("tickets.read_own", "tickets.write");
    private static final UserId OWNER = new UserId(new UUID(1, 1));
    private static final UUID COLLEAGUE = new UUID(1, 2);
    private static final UUID TEAM = new UUID(2, 1);

    private static View view(Sharing sharing) {
        return new View(
                new ViewId(new UUID(3, 1)),
                new TenantId(new UUID(4, 1)),
                new Details(
                        "Mine", JsonMapper.shared().createObjectNode(), ViewSort.NEWEST, List.of("subject"), sharing),
                Stamp.first(Actor.user(OWNER), Instant.parse("2026-11-30T12:00:00Z")));
    }

    private static boolean admits(Audience audience, UUID user, Set<String> permissions) {
        return audience.admits(user, permissions, _ -> false);
    }

    @Test
    void isToldToItsOwnerAloneWhereItIsPrivate() {
        var audience = view(Sharing.ME).audience();

        assertThat(admits(audience, OWNER.value(), STAFF)).isTrue();
        assertThat(admits(audience, COLLEAGUE, MANAGER)).isFalse();
        assertThat(admits(audience, OWNER.value(), CLIENT))
                .as("somebody who works on tickets no longer")
                .isFalse();
    }

    @Test
    void isToldToItsTeamAndToThoseWhoManageViews() {
        var audience = view(Sharing.withTeam(TEAM)).audience();

        assertThat(admits(audience, OWNER.value(), STAFF)).isTrue();
        assertThat(admits(audience, COLLEAGUE, STAFF)).isFalse();
        assertThat(admits(audience, COLLEAGUE, MANAGER)).isTrue();
        assertThat(audience.admits(COLLEAGUE, STAFF, teams -> teams.contains(TEAM)))
                .isTrue();
        assertThat(audience.admits(COLLEAGUE, CLIENT, teams -> teams.contains(TEAM)))
                .isFalse();
    }

    @Test
    void isToldToAllWhoWorkOnTicketsWhereTheTenantHasIt() {
        var audience = view(Sharing.TENANT).audience();

        assertThat(admits(audience, COLLEAGUE, STAFF)).isTrue();
        assertThat(admits(audience, COLLEAGUE, CLIENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"me", "tenant", "team:0198f3a0-0000-7000-8000-000000000001"})
    void knowsForWhomItIsByAWord(String word) {
        assertThat(Sharing.of(word).orElseThrow().wire()).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Me", "everybody", "team", "team:", "team:me", "team:0198f3a0", "tenant:x"})
    void knowsNoOtherWord(String word) {
        assertThat(Sharing.of(word)).isEmpty();
    }

    @Test
    void countsAsFarAsAPersonWants() {
        assertThat(Count.of(0)).isEqualTo(new Count(0, false));
        assertThat(Count.of(1_000)).isEqualTo(new Count(1_000, false));
        assertThat(Count.of(1_001)).isEqualTo(new Count(1_000, true));
    }
}
