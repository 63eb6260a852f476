package io.deskwire.tickets.view;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.tickets.ticket.Ticket;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/views")
class ViewController {
    private final ViewService views;
    private final ViewTicketService tickets;

    ViewController(ViewService views, ViewTicketService tickets) {
        this.views = views;
        this.tickets = tickets;
    }

    @PostMapping
    ResponseEntity<View> create(Caller caller, @RequestBody ObjectNode body) {
        var made = views.create(caller, ViewPatch.ofNew(body, views.catalogue(caller)));
        return Revision.created("/api/v1/views/" + made.id(), made, made.version());
    }

    @GetMapping
    Page<CountedView> list(Caller caller, @RequestParam(defaultValue = "false") boolean counts, PageRequest page) {
        return counts
                ? tickets.counted(caller, page)
                : views.list(caller, page).map(view -> CountedView.of(view, null));
    }

    @GetMapping("/{id}")
    ResponseEntity<View> get(Caller caller, @PathVariable UUID id) {
        return answer(views.get(caller, new ViewId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<View> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        var patch = ViewPatch.of(body, views.catalogue(caller));
        return answer(views.update(caller, new ViewId(id), patch, ifMatch));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        views.delete(caller, new ViewId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{id}/tickets")
    Page<Ticket> tickets(Caller caller, @PathVariable UUID id, PageRequest page) {
        return tickets.tickets(caller, new ViewId(id), page);
    }

    private static ResponseEntity<View> answer(View view) {
        return Revision.ok(view, view.version());
    }
}
