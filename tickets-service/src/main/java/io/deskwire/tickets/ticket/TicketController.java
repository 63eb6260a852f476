package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Revision;
import io.deskwire.directory.Assignees;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/tickets")
class TicketController {
    private final TicketService tickets;
    private final Assignees assignees;

    TicketController(TicketService tickets, Assignees assignees) {
        this.tickets = tickets;
        this.assignees = assignees;
    }

    @PostMapping
    ResponseEntity<Ticket> create(Caller caller, @RequestBody ObjectNode body) {
        var ticket = tickets.create(caller, TicketDraft.of(body));
        return Revision.created("/api/v1/tickets/" + ticket.id(), ticket, ticket.version());
    }

    @GetMapping("/{id}")
    ResponseEntity<Ticket> get(Caller caller, @PathVariable UUID id) {
        var ticket = tickets.get(caller, new TicketId(id));
        return Revision.ok(ticket, ticket.version());
    }

    @PatchMapping("/{id}")
    ResponseEntity<Ticket> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        var patch = TicketPatch.of(body);
        var ticket = assignees.awaiting(() -> tickets.update(caller, new TicketId(id), patch, ifMatch));
        return Revision.ok(ticket, ticket.version());
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        tickets.delete(caller, new TicketId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }
}
