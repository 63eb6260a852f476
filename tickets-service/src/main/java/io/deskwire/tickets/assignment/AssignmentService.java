package io.deskwire.tickets.assignment;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.assignment.Assignment.ByTurn;
import io.deskwire.tickets.assignment.Assignment.ToTeam;
import io.deskwire.tickets.assignment.Assignment.ToUser;
import io.deskwire.tickets.team.TeamId;
import io.deskwire.tickets.team.TeamTurns;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketPatch;
import io.deskwire.tickets.ticket.TicketService;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to assignment. What is decided here is a change of the ticket like any other.
@Service
class AssignmentService {
    private final TicketService tickets;
    private final TeamTurns turns;

    AssignmentService(TicketService tickets, TeamTurns turns) {
        this.tickets = tickets;
        this.turns = turns;
    }

    /// @param ifMatch the version the caller saw; null to give away whatever is there
    @Transactional
    public Ticket assign(Caller caller, TicketId id, Assignment assignment, @Nullable Revision ifMatch) {
        caller.require(Permission.TICKETS_READ);
        var patch = switch (assignment) {
            case ToUser(var user) -> TicketPatch.none().assignedTo(user);
            case ToTeam(var team) -> TicketPatch.none().assignedTo(null).inTeam(team);
            case ByTurn() ->
                TicketPatch.none().assignedTo(next(tickets.hold(caller, id).ticket()));
        };
        return tickets.update(caller, id, patch, ifMatch);
    }

    private UserId next(Ticket ticket) {
        var team = ticket.people().teamId();
        if (team == null) {
            throw new Conflict("no-team", "the ticket is in no team; give it to one, or to somebody");
        }
        return turns.next(ticket.tenantId(), new TeamId(team))
                .orElseThrow(() -> new Conflict(
                        "nobody-available",
                        "no member of the team is available and has room for one more ticket; give it to somebody"));
    }

    /// For the caller. Of two who take it at once one gets it.
    @Transactional
    public Ticket take(Caller caller, TicketId id) {
        caller.require(Permission.TICKETS_READ);
        var assignee = tickets.hold(caller, id).ticket().people().assigneeId();
        if (assignee != null && !assignee.equals(caller.subject())) {
            throw new Conflict(
                    "taken",
                    "%s works on this ticket already; ask them, or assign it".formatted(assignee),
                    Map.of("assignee_id", assignee));
        }
        return tickets.update(caller, id, TicketPatch.none().assignedTo(caller.subject()), null);
    }
}
