package io.deskwire.tickets.assignment;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Revision;
import io.deskwire.directory.Assignees;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/tickets/{id}")
class AssignmentController {
    private final AssignmentService assignments;
    private final Assignees assignees;

    AssignmentController(AssignmentService assignments, Assignees assignees) {
        this.assignments = assignments;
        this.assignees = assignees;
    }

    @PostMapping("/assign")
    ResponseEntity<Ticket> assign(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        var assignment = Assignment.of(body);
        return answer(
                assignees.awaiting(() -> assignments.assign(caller, new TicketId(id), assignment, ifMatch)));
    }

    @PostMapping("/take")
    ResponseEntity<Ticket> take(Caller caller, @PathVariable UUID id) {
        return answer(assignees.awaiting(() -> assignments.take(caller, new TicketId(id))));
    }

    private static ResponseEntity<Ticket> answer(Ticket ticket) {
        return Revision.ok(ticket, ticket.version());
    }
}
