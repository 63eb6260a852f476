package io.deskwire.tickets.contact;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.FieldCheck;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
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
@RequestMapping("/api/v1/contacts")
class ContactController {
    private final ContactService contacts;

    ContactController(ContactService contacts) {
        this.contacts = contacts;
    }

    record CreateRequest(
            @Nullable String email,
            @Nullable String name,
            @Nullable String externalId) {
        Requester person() {
            var check = new FieldCheck();
            var person = Requester.checked(check, "", email, name, externalId);
            check.done();
            return person;
        }
    }

    @PostMapping
    ResponseEntity<Contact> create(Caller caller, @RequestBody CreateRequest request) {
        var contact = contacts.create(caller, request.person());
        return Revision.created(
                "/api/v1/contacts/" + contact.id(), contact, contact.stamp().version());
    }

    @GetMapping
    Page<Contact> list(Caller caller, @RequestParam(required = false) @Nullable String email, PageRequest page) {
        var check = new FieldCheck();
        var address = check.optionalText("email", email, 255);
        check.done();
        return contacts.list(caller, address == null ? null : address.toLowerCase(Locale.ROOT), page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Contact> get(Caller caller, @PathVariable UUID id) {
        return answer(contacts.get(caller, new ContactId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Contact> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(contacts.update(caller, new ContactId(id), ContactPatch.of(body), ifMatch));
    }

    private static ResponseEntity<Contact> answer(Contact contact) {
        return Revision.ok(contact, contact.stamp().version());
    }
}
