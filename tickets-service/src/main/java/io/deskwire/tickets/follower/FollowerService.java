package io.deskwire.tickets.follower;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketPatch;
import io.deskwire.tickets.ticket.TicketService;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to followers. What is decided here is a change of the ticket like any other.
@Service
class FollowerService {
    private final TicketService tickets;

    FollowerService(TicketService tickets) {
        this.tickets = tickets;
    }

    @Transactional
    public Ticket add(Caller caller, TicketId id, UserId user) {
        caller.require(Permission.TICKETS_READ);
        var followers = tickets.hold(caller, id).ticket().people().followers();
        var wanted =
                Stream.concat(followers.stream(), Stream.of(user)).distinct().toList();
        if (wanted.size() > TicketPatch.MAX_FOLLOWERS) {
            throw new Conflict(
                    "too-many-followers",
                    "a ticket has at most %d followers; remove one first".formatted(TicketPatch.MAX_FOLLOWERS));
        }
        return changed(caller, id, wanted);
    }

    @Transactional
    public void remove(Caller caller, TicketId id, UserId user) {
        caller.require(Permission.TICKETS_READ);
        var followers = tickets.hold(caller, id).ticket().people().followers();
        if (!followers.contains(user)) {
            throw new NotFound("follower", user);
        }
        changed(
                caller,
                id,
                followers.stream().filter(known -> !known.equals(user)).toList());
    }

    private Ticket changed(Caller caller, TicketId id, List<UserId> followers) {
        return tickets.update(caller, id, TicketPatch.none().followedBy(followers), null);
    }
}
