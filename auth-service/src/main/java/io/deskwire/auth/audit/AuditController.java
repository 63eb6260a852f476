package io.deskwire.auth.audit;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit")
class AuditController {
    private final AuditTrail trail;

    AuditController(AuditTrail trail) {
        this.trail = trail;
    }

    @GetMapping
    Page<AuditEntry> list(
            Caller caller,
            @RequestParam(name = "actor_id", required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String since,
            PageRequest page) {
        return trail.list(caller, AuditQuery.parse(actor, action, since), page);
    }

    @GetMapping("/verify")
    ResponseEntity<ChainVerdict> verify(Caller caller) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(trail.verify(caller));
    }
}
