package io.deskwire.auth.admin.log;

import io.deskwire.auth.admin.Paging;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.secretkey.SecretKeyExchange;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// GoTrue's `/admin/audit`: the entries of all tenants and of the platform, newest first.
/// [io.deskwire.auth.admin.AdminGate] stands before it.
@GoTrueApi
class AdminAuditController {
    private static final int MAX_QUERY = 200;

    private final AdminAuditRepository entries;
    private final SystemAccess system;

    AdminAuditController(AdminAuditRepository entries, SystemAccess system) {
        this.entries = entries;
        this.system = system;
    }

    @GetMapping("/admin/audit")
    ResponseEntity<List<AdminAuditRepository.Entry>> list(
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(name = "per_page", required = false) @Nullable String perPage,
            @RequestParam(defaultValue = "") String query) {
        var paging = Paging.of(page, perPage);
        var scope = scope(query);
        var found = system.call(SecretKeyExchange.AUTH_ADMIN, () -> entries.page(scope, paging));
        return ResponseEntity.ok()
                .headers(paging.headers(
                        "/auth/v1/admin/audit", found.total(), query.isEmpty() ? Map.of() : Map.of("query", query)))
                .body(found.entries());
    }

    /// `author:…`, `action:…` or `type:…`; null for all.
    private static AdminAuditRepository.@Nullable Scope scope(String query) {
        if (query.isEmpty()) {
            return null;
        }
        var parts = query.split(":", 2);
        var field = switch (parts[0]) {
            case "author" -> AdminAuditRepository.Field.AUTHOR;
            case "action" -> AdminAuditRepository.Field.ACTION;
            case "type" -> AdminAuditRepository.Field.TYPE;
            default -> null;
        };
        if (field == null || parts.length < 2 || query.length() > MAX_QUERY) {
            throw GoTrueException.invalid("Invalid query scope: expected author:…, action:… or type:…");
        }
        return new AdminAuditRepository.Scope(field, parts[1]);
    }
}
