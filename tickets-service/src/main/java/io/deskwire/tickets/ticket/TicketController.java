package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/tickets")
class TicketController {
    private final TicketService tickets;

    TicketController(TicketService tickets) {
        this.tickets = tickets;
    }

    @PostMapping
    ResponseEntity<Ticket> create(Caller caller, @RequestBody ObjectNode body) {
        var ticket = tickets.create(caller, TicketBody.draft(body));
        return answer(ResponseEntity.created(location(ticket)), ticket);
    }

    @GetMapping
    TicketPage list(
            Caller caller,
            @RequestParam(required = false) @Nullable List<String> status,
            @RequestParam(required = false) @Nullable List<String> priority,
            @RequestParam(name = "assignee_id", required = false) @Nullable String assignee,
            @RequestParam(name = "requester_id", required = false) @Nullable String requester,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(name = "updated_since", required = false) @Nullable String updatedSince,
            @RequestParam(required = false) @Nullable String sort,
            PageRequest page) {
        var query = TicketQuery.parse(status, priority, assignee, requester, tag, q, updatedSince, sort);
        return tickets.list(caller, query, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Ticket> get(Caller caller, @PathVariable UUID id) {
        return answer(ResponseEntity.ok(), tickets.get(caller, new TicketId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Ticket> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        var ticket = tickets.update(caller, new TicketId(id), current -> TicketBody.change(body, current), ifMatch);
        return answer(ResponseEntity.ok(), ticket);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        tickets.delete(caller, new TicketId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{id}/history")
    Page<HistoryEntry> history(Caller caller, @PathVariable UUID id, PageRequest page) {
        return tickets.history(caller, new TicketId(id), page);
    }

    static URI location(Ticket ticket) {
        return URI.create("/api/v1/tickets/" + ticket.id());
    }

    static ResponseEntity<Ticket> answer(BodyBuilder answer, Ticket ticket) {
        return answer.eTag(new Revision(ticket.version()).etag()).body(ticket);
    }
}
