package io.deskwire.auth.tenant;

import io.deskwire.auth.apikey.ApiKeyService;
import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.role.RolePermissions;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.auth.session.SessionService;
import io.deskwire.common.event.Audience;
import io.deskwire.common.event.EventType;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// The door to tenants.
@Service
public class TenantService {
    private static final ServiceUserService.Draft FIRST_MACHINE = new ServiceUserService.Draft(
            "Default integration",
            "Made with the tenant",
            null,
            null,
            RolePermissions.defaults(TenantRole.SERVICE),
            null);

    private final TenantRepository tenants;
    private final MembershipService members;
    private final ServiceUserService machines;
    private final ApiKeyService keys;
    private final SessionService sessions;
    private final Founding founding;

    TenantService(
            TenantRepository tenants,
            MembershipService members,
            ServiceUserService machines,
            ApiKeyService keys,
            SessionService sessions,
            Founding founding) {
        this.tenants = tenants;
        this.members = members;
        this.machines = machines;
        this.keys = keys;
        this.sessions = sessions;
        this.founding = founding;
    }

    /// What is asked for a new tenant.
    record Draft(String name, String slug, @Nullable String domain, ObjectNode metadata) {}

    record Created(Tenant tenant, ApiKeyService.Created apiKey) {}

    /// Makes the tenant, its founder an admin of it, and a first service user with a key (A4), all in one transaction.
    @Transactional
    public Created create(Caller caller, Draft draft) {
        founding.requirePerson(caller);
        var now = founding.clock().instant();
        var tenant = new Tenant(
                new TenantId(Uuid7.next()),
                draft.name(),
                draft.slug(),
                draft.domain(),
                caller.subject(),
                draft.metadata(),
                Tenant.Status.ACTIVE,
                false,
                null,
                1,
                now,
                now);
        if (!tenants.insert(tenant)) {
            throw new Conflict("tenant-taken", "a tenant with this slug or domain exists already");
        }
        var key = founding.asAdminOf(tenant.id(), caller, () -> furnish(caller, tenant));
        return new Created(tenant, key);
    }

    private ApiKeyService.Created furnish(Caller founder, Tenant tenant) {
        founding.outbox()
                .append(
                        tenant.id(),
                        DomainEvent.of(
                                EventType.TENANT_CREATED,
                                tenant.id().value(),
                                tenant.version(),
                                seenBy(tenant),
                                tenant));
        founding.audit()
                .record(
                        tenant.id(),
                        "tenant.created",
                        tenant.id().value(),
                        Map.of("name", tenant.name(), "slug", tenant.slug()));
        members.add(tenant.id(), founder.subject(), TenantRole.ADMIN, null);
        var machine = machines.create(tenant.id(), founder.subject(), FIRST_MACHINE);
        var plain = ApiKeyService.Draft.plain(machine.serviceUser().id(), "default");
        return keys.create(tenant.id(), founder.subject(), plain);
    }

    /// @param status null for all but the deleted, which their owner asks for by name
    @Transactional(readOnly = true)
    public Page<Tenant> list(Caller caller, Tenant.@Nullable Status status, PageRequest page) {
        return page.page(tenants.page(caller, status, page), tenant -> Cursor.of(tenant.id()));
    }

    @Transactional(readOnly = true)
    public Tenant get(Caller caller, TenantId id) {
        return tenants.find(id, caller).orElseThrow(() -> new NotFound("tenant", id));
    }

    /// The session's next refresh carries the tenant's claims.
    @Transactional
    public void switchTo(Caller caller, TenantId id) {
        if (caller.session() == null || !members.belongs(caller.subject(), id)) {
            throw new NotFound("tenant", id);
        }
        sessions.moveTo(caller.subject(), caller.session(), id);
    }

    /// The tenant's people, and its owner wherever it works.
    static Audience seenBy(Tenant tenant) {
        return Audience.of(Permission.TENANT_READ, tenant.ownerId());
    }
}
