package io.deskwire.auth.role;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.RoleDefaults;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to what roles may do. Tokens carry it from the next refresh on; a cut ends those already issued.
@Service
public class RoleService {
    private final RoleRepository roles;
    private final Outbox outbox;
    private final RevocationEvents revocations;
    private final AuditLog audit;
    private final Clock clock;

    RoleService(RoleRepository roles, Outbox outbox, RevocationEvents revocations, AuditLog audit, Clock clock) {
        this.roles = roles;
        this.outbox = outbox;
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    /// Nobody gives, takes away or gets hold of by a new credential what it may not do itself, nor changes or removes
    /// what may do more (ADR 0038). Whoever changes something names what it holds before and after.
    /// Raises `Forbidden`.
    public static void requireHeld(Caller caller, Collection<String> concerned) {
        concerned.stream()
                .filter(key -> !caller.permissions().contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new Forbidden(
                            "permission-not-held",
                            "you cannot give or take %s, or change what has it, without having it yourself; ask an admin"
                                    .formatted(key));
                });
    }

    /// What a member with this role and department role may do, as far as the caller may see it: who manages members
    /// may.
    ///
    /// @throws NotFound without such a department role
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> effective(TenantId tenant, TenantRole role, @Nullable DepartmentRoleId department) {
        var own = roles.find(tenant, role).map(Role::permissions).orElse(null);
        var added = department == null
                ? null
                : roles.find(tenant, department)
                        .orElseThrow(() -> new NotFound("department role", department))
                        .permissions();
        return RoleDefaults.effective(role, own, added);
    }

    @Transactional(readOnly = true)
    public Role get(Caller caller, TenantRole role) {
        caller.require(Permission.MEMBERS_READ);
        var tenant = caller.requireTenant();
        return roles.find(tenant, role).orElseGet(() -> Role.byDefault(tenant, role));
    }

    /// @param ifMatch the version the caller saw (0 for the defaults); null to replace whatever is there
    @Transactional
    public Role replace(Caller caller, TenantRole role, List<String> permissions, @Nullable Revision ifMatch) {
        caller.require(Permission.MEMBERS_MANAGE);
        if (role == TenantRole.ADMIN || role == TenantRole.SERVICE) {
            throw new Refused(
                    "role-fixed",
                    role == TenantRole.ADMIN
                            ? "the role admin has every permission and cannot be changed; change another role"
                            : "the role service cannot be changed; change each service user instead");
        }
        var tenant = caller.requireTenant();
        var before = roles.find(tenant, role).orElseGet(() -> Role.byDefault(tenant, role));
        Revision.check(
                ifMatch,
                before.version(),
                version -> before.id() == null ? List.of() : outbox.changedSince(before.id(), version));
        requireHeld(caller, before.permissions());
        requireHeld(caller, permissions);
        var after = new Role(
                tenant,
                role,
                before.id() == null ? Uuid7.next() : before.id(),
                permissions.stream().distinct().sorted().toList(),
                before.version() + 1,
                clock.instant());
        if (!roles.save(after)) {
            throw Conflict.changedMeanwhile("role");
        }
        outbox.append(
                tenant,
                DomainEvent.changed(
                        EventType.ROLE_UPDATED,
                        Objects.requireNonNull(after.id()),
                        after.version(),
                        Audience.of(Permission.MEMBERS_READ),
                        before,
                        after));
        audit.record(
                tenant, "role.updated", after.id(), Map.of("role", role.wire(), "permissions", after.permissions()));
        if (!after.permissions().containsAll(before.permissions())) {
            cutOff(tenant, roles.bearers(tenant, role), after.version());
        }
        return after;
    }

    /// Tokens already issued carry what was taken; they must not count any more in this tenant.
    void cutOff(TenantId tenant, List<UserId> bearers, long version) {
        revocations.members(tenant, bearers, version);
    }
}
