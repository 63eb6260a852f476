package io.deskwire.tickets.team;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.contracts.access.Permission;
import io.deskwire.directory.Directory;
import io.deskwire.directory.Directory.Bearer;
import io.deskwire.tickets.team.Team.Assignment;
import io.deskwire.tickets.team.Team.Member;
import io.deskwire.tickets.ticket.TicketPlacement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Gives a team's tickets to its members by turn. Holds the team's row, so that of two tickets at once each counts for
/// the other; a transaction locks tickets before teams.
@Component
public class TeamTurns implements TicketPlacement.Teams {
    private final TeamRepository teams;
    private final Directory directory;

    TeamTurns(TeamRepository teams, Directory directory) {
        this.teams = teams;
        this.directory = directory;
    }

    @Override
    public Optional<UserId> take(TenantId tenant, UUID id, boolean unassigned) {
        var team = teams.findToKeep(tenant, new TeamId(id))
                .orElseThrow(() -> Malformed.field("team_id", "%s is no team of this tenant".formatted(id)));
        return unassigned && team.details().assignment() != Assignment.MANUAL
                ? next(tenant, team.id())
                : Optional.empty();
    }

    /// The member who is next, whatever the team's way of assigning; who is asked has had their turn. Empty where
    /// nobody is available who may read tickets and has room for one more.
    public Optional<UserId> next(TenantId tenant, TeamId id) {
        var team = teams.findToChange(tenant, id).orElse(null);
        if (team == null) {
            return Optional.empty();
        }
        var candidates = present(team);
        var chosen = candidates.isEmpty() ? Optional.<UserId>empty() : team.whoseTurn(teams.loads(team, candidates));
        chosen.ifPresent(user -> teams.takeTurn(team, user));
        return chosen;
    }

    private List<Member> present(Team team) {
        var available = team.members().stream().filter(Member::available).toList();
        var standings = directory.standings(
                available.stream().map(member -> bearer(team, member)).toList());
        return available.stream()
                .filter(member -> {
                    var standing = standings.get(bearer(team, member));
                    return standing != null && standing.may(Permission.TICKETS_READ);
                })
                .toList();
    }

    private static Bearer bearer(Team team, Member member) {
        return new Bearer(team.tenantId().value(), member.userId().value());
    }
}
