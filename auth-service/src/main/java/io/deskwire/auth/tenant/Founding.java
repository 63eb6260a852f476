package io.deskwire.auth.tenant;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.role.RolePermissions;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The moment between "the tenant exists" and "the founder's token says so": the transaction's next work has the claims
/// the founder's next token will have, so that founding needs no way around the policies.
@Component
record Founding(TenantTransactions transactions, Outbox outbox, AuditLog audit, JsonMapper json, Clock clock) {
    /// Who has no address yet may not come back tomorrow, and its account is forgotten after a while.
    void requirePerson(Caller caller) {
        if (caller.kind() != Caller.Kind.USER) {
            throw new Forbidden("forbidden", "only people may found a tenant");
        }
        if (json.readTree(caller.claims()).path("is_anonymous").asBoolean(false)) {
            throw new Forbidden(
                    "anonymous", "an anonymous user founds no tenant; give it an address and refresh first");
        }
    }

    <T> T asAdminOf(TenantId tenant, Caller founder, Supplier<T> work) {
        var permissions = RolePermissions.defaults(TenantRole.ADMIN);
        var claims = json.writeValueAsString(Map.of(
                "sub", founder.subject().toString(),
                "tenant_id", tenant.toString(),
                "tenant_role", TenantRole.ADMIN.wire(),
                "permissions", permissions));
        var admin = new Caller(
                founder.kind(),
                founder.subject(),
                tenant,
                TenantRole.ADMIN,
                Set.copyOf(permissions),
                founder.session(),
                founder.issuedAt(),
                founder.expiresAt(),
                false,
                claims);
        return transactions.callAs(admin, work);
    }
}
