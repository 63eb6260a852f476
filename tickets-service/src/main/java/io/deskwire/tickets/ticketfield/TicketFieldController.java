package io.deskwire.tickets.ticketfield;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
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
@RequestMapping("/api/v1/ticket-fields")
class TicketFieldController {
    private final TicketFieldService fields;

    TicketFieldController(TicketFieldService fields) {
        this.fields = fields;
    }

    @PostMapping
    ResponseEntity<TicketField> create(Caller caller, @RequestBody ObjectNode body) {
        var made = fields.create(caller, TicketFieldPatch.OfNew.of(body));
        return Revision.created("/api/v1/ticket-fields/" + made.id(), made, made.version());
    }

    @GetMapping
    Page<TicketField> list(Caller caller, PageRequest page) {
        return fields.list(caller, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<TicketField> get(Caller caller, @PathVariable UUID id) {
        return answer(fields.get(caller, new TicketFieldId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<TicketField> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(fields.update(caller, new TicketFieldId(id), TicketFieldPatch.of(body), ifMatch));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        fields.remove(caller, new TicketFieldId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<TicketField> answer(TicketField field) {
        return Revision.ok(field, field.version());
    }
}
