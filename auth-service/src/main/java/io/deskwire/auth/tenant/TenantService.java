package io.deskwire.auth.tenant;

import io.deskwire.auth.apikey.ApiKeyService;
import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.session.SessionService;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// The door to tenants.
@Service
public class TenantService {
    private final TenantRepository tenants;
    private final Founding founding;
    private final MembershipService members;
    private final SessionService sessions;
    private final Clock clock;

    TenantService(
            TenantRepository tenants,
            Founding founding,
            MembershipService members,
            SessionService sessions,
            Clock clock) {
        this.tenants = tenants;
        this.founding = founding;
        this.members = members;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// What is asked for a new tenant.
    record Draft(Tenant.Naming naming, ObjectNode metadata) {}

    record Created(Tenant tenant, ApiKeyService.Created apiKey) {}

    /// Makes the tenant, its founder an admin of it, and a first service user with a key, all in one transaction.
    @Transactional
    public Created create(Caller caller, Draft draft) {
        founding.requirePerson(caller);
        var now = clock.instant();
        var tenant = new Tenant(
                new TenantId(Uuid7.next()),
                draft.naming(),
                caller.subject(),
                draft.metadata(),
                Tenant.Standing.ACTIVE,
                1,
                now,
                now);
        if (!tenants.insert(tenant)) {
            throw new Conflict("tenant-taken", "a tenant with this slug or domain exists already");
        }
        return new Created(tenant, founding.furnish(tenant, caller));
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
}
