package io.deskwire.auth.tenant;

import io.deskwire.auth.apikey.ApiKey;
import io.deskwire.auth.apikey.ApiKeyService;
import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.serviceuser.ServiceUser;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Who may found a tenant, and what a new one begins with. Callers bring the transaction.
@Component
class Founding {
    private static final ServiceUser.Profile FIRST_SERVICE_USER = new ServiceUser.Profile(
            "Default integration", "Made with the tenant", null, null, RoleDefaults.of(TenantRole.SERVICE), null);

    private final OwnerTransactions owners;
    private final MembershipService members;
    private final ServiceUserService serviceUsers;
    private final ApiKeyService keys;
    private final TenantEvents events;
    private final JsonMapper json;

    Founding(
            OwnerTransactions owners,
            MembershipService members,
            ServiceUserService serviceUsers,
            ApiKeyService keys,
            TenantEvents events,
            JsonMapper json) {
        this.owners = owners;
        this.members = members;
        this.serviceUsers = serviceUsers;
        this.keys = keys;
        this.events = events;
        this.json = json;
    }

    /// An account without an address may not come back tomorrow, and is forgotten after a while.
    void requirePerson(Caller caller) {
        if (caller.kind() != Caller.Kind.USER) {
            throw new Forbidden("forbidden", "only a person can found a tenant; sign in as one");
        }
        if (json.readTree(caller.claims()).path("is_anonymous").asBoolean(false)) {
            throw new Forbidden(
                    "anonymous",
                    "an anonymous user cannot found a tenant; add an e-mail address, then refresh the session");
        }
    }

    /// Makes the founder an admin of the tenant, and a first service user with a key.
    ApiKeyService.Created furnish(Tenant tenant, Caller founder) {
        return owners.asAdminOf(tenant.id(), founder, () -> {
            events.created(tenant);
            members.add(tenant.id(), founder.subject(), TenantRole.ADMIN, null);
            var first = serviceUsers.create(tenant.id(), founder.subject(), FIRST_SERVICE_USER);
            var plain = new ApiKeyService.Draft(first.serviceUser().id(), "default", ApiKey.Limits.NONE);
            return keys.create(tenant.id(), founder.subject(), plain);
        });
    }
}
