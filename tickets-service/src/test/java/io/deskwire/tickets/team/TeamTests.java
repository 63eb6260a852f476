package io.deskwire.tickets.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.tickets.team.Team.Assignment;
import io.deskwire.tickets.team.Team.Details;
import io.deskwire.tickets.team.Team.Member;
import io.deskwire.tickets.team.TeamRepository.Load;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TeamTests {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final UserId ADA = new UserId(new UUID(1, 1));
    private static final UserId BEN = new UserId(new UUID(1, 2));
    private static final UserId CLEO = new UserId(new UUID(1, 3));

    private static Team team(Assignment assignment, @Nullable Integer capacity, Member... members) {
        return new Team(
                new TeamId(new UUID(2, 1)),
                new TenantId(new UUID(3, 1)),
                new Details("Night shift", assignment, capacity),
                List.of(members),
                Stamp.first(Actor.system("test"), NOON));
    }

    private static Team team(Assignment assignment) {
        return team(assignment, null, Member.joining(ADA), Member.joining(BEN), Member.joining(CLEO));
    }

    @Test
    void givesTheNextTicketToWhoeverWaitedLongest() {
        var team = team(Assignment.ROUND_ROBIN);

        assertThat(team.whoseTurn(List.of(
                        new Load(ADA, 0, NOON), new Load(BEN, 9, NOON.minusSeconds(1)), new Load(CLEO, 0, NOON))))
                .contains(BEN);
        assertThat(team.whoseTurn(List.of(new Load(ADA, 0, NOON), new Load(BEN, 9, null))))
                .as("somebody who never had one waited longest")
                .contains(BEN);
    }

    @Test
    void givesItToTheLeastLoaded() {
        var team = team(Assignment.LEAST_LOADED);

        assertThat(team.whoseTurn(List.of(new Load(ADA, 2, null), new Load(BEN, 1, NOON))))
                .contains(BEN);
        assertThat(team.whoseTurn(List.of(new Load(ADA, 1, NOON), new Load(BEN, 1, NOON.minusSeconds(1)))))
                .as("of equals to the one who waited longest")
                .contains(BEN);
    }

    @Test
    void givesNobodyMoreThanTheyTake() {
        var team = team(Assignment.ROUND_ROBIN, 2, Member.joining(ADA), new Member(BEN, 3, true));

        assertThat(team.whoseTurn(List.of(new Load(ADA, 2, null), new Load(BEN, 2, NOON))))
                .contains(BEN);
        assertThat(team.whoseTurn(List.of(new Load(ADA, 2, null), new Load(BEN, 3, NOON))))
                .isEmpty();
    }

    @Test
    void hasEachMemberOnce() {
        var team = team(Assignment.MANUAL, null, Member.joining(ADA), Member.joining(BEN));
        var actor = Actor.system("test");

        var away = team.with(new Member(ADA, 5, false), actor, NOON);
        assertThat(away.members()).containsExactly(new Member(ADA, 5, false), Member.joining(BEN));
        assertThat(away.version()).isEqualTo(2);
        assertThat(away.with(Member.joining(CLEO), actor, NOON).members()).hasSize(3);
        assertThat(away.without(ADA, actor, NOON).members()).containsExactly(Member.joining(BEN));
    }
}
