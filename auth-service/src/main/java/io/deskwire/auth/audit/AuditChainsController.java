package io.deskwire.auth.audit;

import io.deskwire.auth.platform.GoTrueApi;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The chains of everybody, for the secret key alone: the admin API's gate stands before it.
@GoTrueApi
class AuditChainsController {
    private final AuditChains chains;

    AuditChainsController(AuditChains chains) {
        this.chains = chains;
    }

    @GetMapping("/admin/audit/chains")
    ResponseEntity<AuditChains.Findings> verify(
            @RequestParam(required = false) @Nullable String tenant,
            @RequestParam(required = false) @Nullable String cursor) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(chains.verify(tenant, cursor));
    }
}
