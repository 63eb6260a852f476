package io.deskwire.tickets.organization;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.tickets.platform.CompletePage;
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
@RequestMapping("/api/v1/organizations")
class OrganizationController {
    private final OrganizationService organizations;

    OrganizationController(OrganizationService organizations) {
        this.organizations = organizations;
    }

    @PostMapping
    ResponseEntity<Organization> create(Caller caller, @RequestBody ObjectNode body) {
        var made = organizations.create(caller, OrganizationPatch.ofNew(body));
        return Revision.created("/api/v1/organizations/" + made.id(), made, made.version());
    }

    @GetMapping
    CompletePage<Organization> list(
            Caller caller,
            @RequestParam(name = "updated_since", required = false) @Nullable String updatedSince,
            PageRequest page) {
        return organizations.list(caller, CompletePage.updatedSince(updatedSince), page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Organization> get(Caller caller, @PathVariable UUID id) {
        return answer(organizations.get(caller, new OrganizationId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Organization> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(organizations.update(caller, new OrganizationId(id), OrganizationPatch.of(body), ifMatch));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        organizations.delete(caller, new OrganizationId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Organization> answer(Organization organization) {
        return Revision.ok(organization, organization.version());
    }
}
