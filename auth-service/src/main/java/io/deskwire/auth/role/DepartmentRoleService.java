package io.deskwire.auth.role;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to department roles.
@Service
public class DepartmentRoleService {
    private static final Audience SEEN_BY = Audience.of(Permission.MEMBERS_READ);

    private final RoleRepository roles;
    private final RoleService rights;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    DepartmentRoleService(RoleRepository roles, RoleService rights, Outbox outbox, AuditLog audit, Clock clock) {
        this.roles = roles;
        this.rights = rights;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    public DepartmentRole create(Caller caller, String name, List<String> permissions) {
        caller.require(Permission.MEMBERS_MANAGE);
        RoleService.requireHeld(caller, permissions);
        var now = clock.instant();
        var role = new DepartmentRole(
                new DepartmentRoleId(Uuid7.next()), caller.requireTenant(), name, permissions, 1, now, now);
        if (!roles.insert(role)) {
            throw taken(roles.named(role.tenantId(), name).orElse(null));
        }
        outbox.append(
                role.tenantId(),
                DomainEvent.of(EventType.DEPARTMENT_ROLE_CREATED, role.id().value(), role.version(), SEEN_BY, role));
        audit(role, "department_role.created");
        return role;
    }

    @Transactional(readOnly = true)
    public Page<DepartmentRole> list(Caller caller, PageRequest page) {
        caller.require(Permission.MEMBERS_READ);
        return page.page(roles.page(caller.requireTenant(), page), role -> Cursor.of(role.id()));
    }

    @Transactional(readOnly = true)
    public DepartmentRole get(Caller caller, DepartmentRoleId id) {
        caller.require(Permission.MEMBERS_READ);
        return roles.find(caller.requireTenant(), id).orElseThrow(() -> new NotFound("department role", id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public DepartmentRole update(
            Caller caller, DepartmentRoleId id, UnaryOperator<DepartmentRole> change, @Nullable Revision ifMatch) {
        caller.require(Permission.MEMBERS_MANAGE);
        var before = get(caller, id);
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        var after = change.apply(before).next(before, clock.instant());
        RoleService.requireHeld(caller, before.permissions());
        RoleService.requireHeld(caller, after.permissions());
        var namesake = roles.named(after.tenantId(), after.name())
                .filter(other -> !other.id().equals(id))
                .orElse(null);
        if (namesake != null) {
            throw taken(namesake);
        }
        try {
            if (!roles.update(after)) {
                throw Conflict.changedMeanwhile("department role");
            }
        } catch (DuplicateKeyException _) {
            throw taken(null);
        }
        outbox.append(
                after.tenantId(),
                DomainEvent.changed(
                        EventType.DEPARTMENT_ROLE_UPDATED, id.value(), after.version(), SEEN_BY, before, after));
        audit(after, "department_role.updated");
        if (!after.permissions().containsAll(before.permissions())) {
            rights.cutOff(after.tenantId(), roles.bearers(after), after.version());
        }
        return after;
    }

    /// One that members or invites have stays: taking it from them is a decision about them.
    @Transactional
    public void delete(Caller caller, DepartmentRoleId id, @Nullable Revision ifMatch) {
        caller.require(Permission.MEMBERS_MANAGE);
        var role = get(caller, id);
        Revision.check(ifMatch, role.version(), version -> outbox.changedSince(id.value(), version));
        RoleService.requireHeld(caller, role.permissions());
        if (roles.offered(role)) {
            throw inUse();
        }
        try {
            if (!roles.delete(role)) {
                throw Conflict.changedMeanwhile("department role");
            }
        } catch (DataIntegrityViolationException _) {
            throw inUse();
        }
        outbox.append(
                role.tenantId(),
                DomainEvent.of(EventType.DEPARTMENT_ROLE_DELETED, id.value(), role.version() + 1, SEEN_BY, role));
        audit(role, "department_role.deleted");
    }

    private void audit(DepartmentRole role, String action) {
        audit.record(
                role.tenantId(),
                action,
                role.id().value(),
                Map.of("name", role.name(), "permissions", role.permissions()));
    }

    private static Conflict inUse() {
        return new Conflict("department-role-in-use", "members or open invites still have this department role");
    }

    private static Conflict taken(@Nullable DepartmentRole namesake) {
        return new Conflict(
                "department-role-taken",
                "a department role with this name exists already",
                namesake == null
                        ? Map.of()
                        : Map.of("existing_id", namesake.id().value()));
    }
}
