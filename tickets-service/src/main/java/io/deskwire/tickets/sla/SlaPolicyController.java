package io.deskwire.tickets.sla;

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
@RequestMapping("/api/v1/sla-policies")
class SlaPolicyController {
    private final SlaPolicyService policies;

    SlaPolicyController(SlaPolicyService policies) {
        this.policies = policies;
    }

    @PostMapping
    ResponseEntity<SlaPolicy> create(Caller caller, @RequestBody ObjectNode body) {
        var made = policies.create(caller, SlaPolicyPatch.ofNew(body, policies.catalogue(caller)));
        return Revision.created("/api/v1/sla-policies/" + made.id(), made, made.version());
    }

    @GetMapping
    Page<SlaPolicy> list(Caller caller, PageRequest page) {
        return policies.list(caller, page);
    }

    @GetMapping("/{id}")
    ResponseEntity<SlaPolicy> get(Caller caller, @PathVariable UUID id) {
        return answer(policies.get(caller, new SlaPolicyId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<SlaPolicy> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        var patch = SlaPolicyPatch.of(body, policies.catalogue(caller));
        return answer(policies.update(caller, new SlaPolicyId(id), patch, ifMatch));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        policies.delete(caller, new SlaPolicyId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<SlaPolicy> answer(SlaPolicy policy) {
        return Revision.ok(policy, policy.version());
    }
}
