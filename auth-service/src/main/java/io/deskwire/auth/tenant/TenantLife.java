package io.deskwire.auth.tenant;

import io.deskwire.auth.tenant.Tenant.Details;
import io.deskwire.auth.tenant.Tenant.Status;
import io.deskwire.common.erasure.TenantErasure;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What becomes of a tenant after its founding: changed, suspended, resumed, deleted, restored (ADR 0025).
///
/// A member with `tenant.manage`, and its owner wherever it works, may change, suspend and resume it. Deleting and
/// restoring is the owner's alone, and the policies say so too; the secret key deletes for owners that are gone.
@Service
class TenantLife {
    private final TenantRepository tenants;
    private final OwnerTransactions owners;
    private final TenantEvents events;
    private final TenantErasure erasure;
    private final TenantProperties properties;
    private final Clock clock;

    TenantLife(
            TenantRepository tenants,
            OwnerTransactions owners,
            TenantEvents events,
            TenantErasure erasure,
            TenantProperties properties,
            Clock clock) {
        this.tenants = tenants;
        this.owners = owners;
        this.events = events;
        this.erasure = erasure;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Tenant update(Caller caller, TenantId id, UnaryOperator<Details> change, @Nullable Revision ifMatch) {
        var before = find(caller, id);
        return acting(caller, before, () -> {
            check(ifMatch, before);
            var details = change.apply(before.details());
            var operator = caller.kind() == Caller.Kind.SYSTEM;
            refuseBut(before, details, operator);
            var now = clock.instant();
            var after =
                    operator ? before.next(details, now).byOperator() : before.next(stillHeld(before, details), now);
            save(after, operator);
            events.updated(before, after);
            if (after.status() == Status.SUSPENDED && before.status() != Status.SUSPENDED) {
                events.revoked(after);
            }
            return after;
        });
    }

    /// Begins the grace. Nobody works in the tenant any more; deleting it again changes nothing.
    @Transactional
    public void delete(Caller caller, TenantId id, @Nullable Revision ifMatch) {
        var before = find(caller, id);
        if (caller.kind() != Caller.Kind.SYSTEM && !caller.subject().equals(before.ownerId())) {
            throw new Forbidden("forbidden", "only its owner deletes a tenant");
        }
        if (before.deleted()) {
            return;
        }
        acting(caller, before, () -> {
            check(ifMatch, before);
            var after = before.next(before.withStatus(Status.DELETED), clock.instant());
            save(after, false);
            events.deleted(after);
            events.revoked(after);
            return after;
        });
    }

    @Transactional(readOnly = true)
    public TenantErasure.Proof proof(TenantId id) {
        return erasure.proof(id).orElseThrow(() -> new NotFound("erasure of tenant", id));
    }

    private Tenant find(Caller caller, TenantId id) {
        return tenants.find(id, caller).orElseThrow(() -> new NotFound("tenant", id));
    }

    private Tenant acting(Caller caller, Tenant tenant, Supplier<Tenant> work) {
        if (caller.kind() == Caller.Kind.USER && caller.subject().equals(tenant.ownerId())) {
            return owners.asAdminOf(tenant.id(), caller, work);
        }
        if (!tenant.id().equals(caller.tenant()) || !caller.may(Permission.TENANT_MANAGE)) {
            throw Forbidden.lacks(Permission.TENANT_MANAGE.key());
        }
        return work.get();
    }

    private void check(@Nullable Revision ifMatch, Tenant tenant) {
        Revision.check(ifMatch, tenant.version(), version -> events.changedSince(tenant.id(), version));
    }

    /// A suspended tenant can only be resumed, a deleted one only restored, and that in time.
    private void refuseBut(Tenant before, Details wanted, boolean operator) {
        var back = before.details()
                .equals(new Details(wanted.name(), wanted.domain(), wanted.metadata(), before.status()));
        switch (before.status()) {
            case ACTIVE -> {}
            case SUSPENDED -> {
                if (!back && wanted.status() != Status.ACTIVE) {
                    throw new Forbidden("tenant-suspended", "the tenant is suspended: it may be resumed, not changed");
                }
                if (before.standing().heldByOperator() && !operator && wanted.status() == Status.ACTIVE) {
                    throw new Forbidden(
                            "tenant-held", "the operator of this deployment suspended the tenant and resumes it");
                }
            }
            case DELETED -> {
                if (!back || wanted.status() != Status.ACTIVE) {
                    throw new Conflict(
                            "tenant-deleted", "the tenant is deleted: status active restores it, nothing else changes");
                }
                var deletedAt = Objects.requireNonNull(before.standing().deletedAt());
                if (!deletedAt.plus(properties.grace()).isAfter(clock.instant())) {
                    throw new Conflict("tenant-deleted", "the grace is over, the tenant is being erased");
                }
            }
        }
    }

    /// Deleting is no way around the operator: what was suspended is so again once it is restored.
    private static Details stillHeld(Tenant before, Details wanted) {
        return before.standing().heldByOperator() && before.deleted()
                ? new Details(wanted.name(), wanted.domain(), wanted.metadata(), Status.SUSPENDED)
                : wanted;
    }

    private void save(Tenant after, boolean operator) {
        try {
            if (!(operator ? tenants.hold(after) : tenants.update(after))) {
                throw Conflict.changedMeanwhile("tenant");
            }
        } catch (DuplicateKeyException _) {
            throw new Conflict("tenant-taken", "a tenant with this domain exists already");
        }
    }
}
