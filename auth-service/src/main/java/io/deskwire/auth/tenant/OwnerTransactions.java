package io.deskwire.auth.tenant;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.TenantTransactions;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Lets an owner work in its tenant before, or without, a token that says so: the transaction's next work has the
/// claims of an admin of it, so that nothing needs a way around the policies.
@Component
class OwnerTransactions {
    private final TenantTransactions transactions;
    private final JsonMapper json;

    OwnerTransactions(TenantTransactions transactions, JsonMapper json) {
        this.transactions = transactions;
        this.json = json;
    }

    /// @param owner has to be the tenant's; nobody checks it here
    <T> T asAdminOf(TenantId tenant, Caller owner, Supplier<T> work) {
        var permissions = RoleDefaults.of(TenantRole.ADMIN);
        var claims = json.writeValueAsString(Map.of(
                "sub", owner.subject().toString(),
                "tenant_id", tenant.toString(),
                "tenant_role", TenantRole.ADMIN.wire(),
                "permissions", permissions));
        var admin = new Caller(
                owner.kind(),
                owner.subject(),
                tenant,
                TenantRole.ADMIN,
                Set.copyOf(permissions),
                new Credential(owner.session(), owner.issuedAt(), owner.expiresAt(), null),
                false,
                claims,
                null);
        return transactions.callAs(admin, work);
    }
}
