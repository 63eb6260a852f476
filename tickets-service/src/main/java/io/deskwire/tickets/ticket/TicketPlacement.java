package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.directory.Assignees;
import io.deskwire.tickets.ticket.Ticket.People;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Whether a ticket may be given to whom a change names, or followed by them, and who gets it where only a team is
/// named.
@Component
public class TicketPlacement {
    private final Assignees assignees;
    private final Teams teams;

    TicketPlacement(Assignees assignees, Teams teams) {
        this.assignees = assignees;
        this.teams = teams;
    }

    /// What tickets ask of teams, which stand a storey above them. Asked in the transaction of the change.
    public interface Teams {
        /// A ticket comes to the team, which then stays at least until the transaction ends.
        ///
        /// @param unassigned whether the team may choose who works on it
        /// @return the member it chooses; empty where it leaves that to people, or nobody can be chosen
        /// @throws Malformed where the tenant has no such team
        Optional<UserId> take(TenantId tenant, UUID team, boolean unassigned);
    }

    /// The one who works on it already stays, and so do its team and its followers, whatever became of them.
    TicketPatch settled(Ticket before, TicketPatch patch) {
        var then = patch.applied(before.people());
        var assignee = then.assigneeId();
        if (assignee != null && !assignee.equals(before.people().assigneeId())) {
            assignees.check("assignee_id", before.tenantId().value(), assignee.value());
        }
        var joining = then.followers().stream()
                .filter(user -> !before.people().followers().contains(user))
                .map(UserId::value)
                .toList();
        if (!joining.isEmpty()) {
            assignees.check("followers", before.tenantId().value(), joining);
        }
        return settled(before, patch, then);
    }

    private TicketPatch settled(Ticket before, TicketPatch patch, People then) {
        var team = then.teamId();
        if (team == null || team.equals(before.people().teamId())) {
            return patch;
        }
        var unassigned = then.assigneeId() == null
                && patch.applied(before.content()).status().isUnderWay();
        return teams.take(before.tenantId(), team, unassigned)
                .map(patch::assignedTo)
                .orElse(patch);
    }
}
