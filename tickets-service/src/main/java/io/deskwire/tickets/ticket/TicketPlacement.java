package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.UserId;
import io.deskwire.directory.Assignees;
import io.deskwire.tickets.ticket.Ticket.People;
import org.springframework.stereotype.Component;

/// Whether a ticket may be given to whom a change names, or followed by them, and who gets it where only a team is named.
@Component
class TicketPlacement {
    private final Assignees assignees;
    private final TicketTeams teams;

    TicketPlacement(Assignees assignees, TicketTeams teams) {
        this.assignees = assignees;
        this.teams = teams;
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
        var unassigned = then.assigneeId() == null && patch.applied(before.content()).status().isUnderWay();
        return teams.take(before.tenantId(), team, unassigned).map(patch::assignedTo).orElse(patch);
    }
}
