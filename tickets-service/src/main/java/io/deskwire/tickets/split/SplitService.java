package io.deskwire.tickets.split;

import io.deskwire.common.identity.Caller;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.comment.CommentId;
import io.deskwire.tickets.comment.CommentService;
import io.deskwire.tickets.link.Link.Kind;
import io.deskwire.tickets.link.LinkService;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketService;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to splitting.
@Service
class SplitService {
    private final TicketService tickets;
    private final CommentService comments;
    private final LinkService links;

    SplitService(TicketService tickets, CommentService comments, LinkService links) {
        this.tickets = tickets;
        this.comments = comments;
        this.links = links;
    }

    /// Moves these comments to a new ticket of the same requester, which is related to the one that they were on.
    ///
    /// @return the new ticket
    @Transactional
    public Ticket split(Caller caller, TicketId id, List<CommentId> some, String subject) {
        caller.require(Permission.TICKETS_READ);
        var from = tickets.hold(caller, id).ticket();
        var to = tickets.openBeside(caller, from, subject);
        comments.split(caller, from, to, some);
        links.link(caller.actor(), from, Kind.RELATED, to.id());
        return to;
    }
}
