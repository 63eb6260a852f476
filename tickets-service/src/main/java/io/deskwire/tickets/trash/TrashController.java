package io.deskwire.tickets.trash;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketId;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// With `deleted=true` a list of tickets, and a ticket, are looked for in the trash.
@RestController
@RequestMapping("/api/v1/tickets")
class TrashController {
    private static final Set<String> PARAMETERS = Set.of("deleted", "limit", "cursor");

    private final TrashService trash;

    TrashController(TrashService trash) {
        this.trash = trash;
    }

    @GetMapping(params = "deleted=true")
    CompletePage<Ticket> list(Caller caller, @RequestParam MultiValueMap<String, String> named, PageRequest page) {
        var check = new FieldCheck();
        named.keySet()
                .forEach(name -> check.require(
                        PARAMETERS.contains(name), name, "does not go together with deleted=true; omit it"));
        check.done();
        return trash.list(caller, page);
    }

    @GetMapping(path = "/{id}", params = "deleted=true")
    ResponseEntity<Ticket> get(Caller caller, @PathVariable UUID id) {
        return answer(trash.get(caller, new TicketId(id)));
    }

    @PostMapping("/{id}/restore")
    ResponseEntity<Ticket> restore(Caller caller, @PathVariable UUID id) {
        return answer(trash.restore(caller, new TicketId(id)));
    }

    @PostMapping("/{id}/purge")
    ResponseEntity<Void> purge(Caller caller, @PathVariable UUID id) {
        trash.purge(caller, new TicketId(id));
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Ticket> answer(Ticket ticket) {
        return Revision.ok(ticket, ticket.version());
    }
}
