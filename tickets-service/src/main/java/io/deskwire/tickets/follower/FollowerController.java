package io.deskwire.tickets.follower;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Revision;
import io.deskwire.directory.Assignees;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tickets/{id}/followers/{userId}")
class FollowerController {
    private final FollowerService followers;
    private final Assignees assignees;

    FollowerController(FollowerService followers, Assignees assignees) {
        this.followers = followers;
        this.assignees = assignees;
    }

    @PutMapping
    ResponseEntity<Ticket> add(Caller caller, @PathVariable UUID id, @PathVariable UUID userId) {
        var ticket = assignees.awaiting(() -> followers.add(caller, new TicketId(id), new UserId(userId)));
        return Revision.ok(ticket, ticket.version());
    }

    @DeleteMapping
    ResponseEntity<Void> remove(Caller caller, @PathVariable UUID id, @PathVariable UUID userId) {
        followers.remove(caller, new TicketId(id), new UserId(userId));
        return ResponseEntity.noContent().build();
    }
}
