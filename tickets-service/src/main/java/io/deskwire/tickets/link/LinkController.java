package io.deskwire.tickets.link;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.link.Link.Kind;
import io.deskwire.tickets.ticket.TicketId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tickets/{ticket}/links")
class LinkController {
    private final LinkService links;

    LinkController(LinkService links) {
        this.links = links;
    }

    /// What a request can say a ticket is to another one; the inverses follow.
    private enum Asked {
        PARENT,
        CHILD,
        DUPLICATE,
        RELATED,
        BLOCKS;

        Kind kind() {
            return Kind.valueOf(name());
        }
    }

    private record Wanted(Kind kind, TicketId other) {}

    record LinkRequest(@Nullable String ticketId, @Nullable String kind) {
        private Wanted wanted() {
            var check = new FieldCheck();
            var other = new TicketId(check.id("ticket_id", ticketId));
            var asked = check.oneOf("kind", check.present("kind", kind, "related"), Asked.class, Asked.RELATED);
            check.done();
            return new Wanted(asked.kind(), other);
        }
    }

    @PostMapping
    ResponseEntity<Link> create(Caller caller, @PathVariable UUID ticket, @RequestBody LinkRequest request) {
        var wanted = request.wanted();
        var link = links.create(caller, new TicketId(ticket), wanted.kind(), wanted.other());
        return Revision.created("/api/v1/tickets/%s/links/%s".formatted(ticket, link.id()), link, link.version());
    }

    @GetMapping
    Page<Link> list(Caller caller, @PathVariable UUID ticket, PageRequest page) {
        return links.list(caller, new TicketId(ticket), page);
    }

    /// By what it says, for those who do not know its id.
    @DeleteMapping
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID ticket, @RequestBody LinkRequest request) {
        var wanted = request.wanted();
        links.delete(caller, new TicketId(ticket), wanted.kind(), wanted.other());
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{id}")
    ResponseEntity<Link> get(Caller caller, @PathVariable UUID ticket, @PathVariable UUID id) {
        var link = links.get(caller, new TicketId(ticket), new LinkId(id));
        return Revision.ok(link, link.version());
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID ticket, @PathVariable UUID id) {
        links.delete(caller, new TicketId(ticket), new LinkId(id));
        return ResponseEntity.noContent().build();
    }
}
