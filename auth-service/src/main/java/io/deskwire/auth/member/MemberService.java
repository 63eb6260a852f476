package io.deskwire.auth.member;

import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.auth.role.RoleService;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.TenantRole;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The members of the caller's tenant, and what becomes of them.
///
/// A tenant keeps at least one admin, also when two go at once. To change a member takes every permission
/// that member has or gets, so nobody rises above itself nor pulls down who stands higher.
@Service
class MemberService {
    private final MembershipRepository memberships;
    private final RoleService roles;
    private final MemberEvents events;
    private final RevocationEvents revocations;
    private final Clock clock;

    MemberService(
            MembershipRepository memberships,
            RoleService roles,
            MemberEvents events,
            RevocationEvents revocations,
            Clock clock) {
        this.memberships = memberships;
        this.roles = roles;
        this.events = events;
        this.revocations = revocations;
        this.clock = clock;
    }

    /// The part of a membership that may be changed.
    record Position(TenantRole role, @Nullable DepartmentRoleId department) {}

    @Transactional(readOnly = true)
    public Page<Member> list(Caller caller, @Nullable TenantRole role, PageRequest page) {
        caller.require(Permission.MEMBERS_READ);
        return page.page(
                memberships.page(caller.requireTenant(), role, page),
                member -> Cursor.of(member.membership().userId()));
    }

    @Transactional(readOnly = true)
    public Member get(Caller caller, UserId user) {
        caller.require(Permission.MEMBERS_READ);
        return find(caller, user);
    }

    private Member find(Caller caller, UserId user) {
        return memberships.find(caller.requireTenant(), user).orElseThrow(() -> new NotFound("member", user));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Member update(Caller caller, UserId user, Function<Position, Position> change, @Nullable Revision ifMatch) {
        caller.require(Permission.MEMBERS_MANAGE);
        var tenant = caller.requireTenant();
        memberships.lockAdmins(tenant);
        var member = find(caller, user);
        var before = member.membership();
        check(ifMatch, before);
        var position = change.apply(new Position(before.role(), before.departmentRoleId()));
        var after = before.next(position.role(), position.department(), clock.instant());
        var held = roles.effective(tenant, before.role(), before.departmentRoleId());
        var given = roles.effective(tenant, after.role(), after.departmentRoleId());
        RoleService.requireHeld(caller, held);
        RoleService.requireHeld(caller, given);
        if (after.role() != TenantRole.ADMIN) {
            keepAnAdmin(before);
        }
        if (!memberships.update(after)) {
            throw changedMeanwhile();
        }
        events.updated(before, after);
        if (!given.containsAll(held)) {
            cutOff(after);
        }
        return new Member(after, member.email(), member.name());
    }

    /// Members may leave by themselves.
    @Transactional
    public void remove(Caller caller, UserId user, @Nullable Revision ifMatch) {
        var leaving = caller.subject().equals(user);
        if (!leaving) {
            caller.require(Permission.MEMBERS_MANAGE);
        }
        var tenant = caller.requireTenant();
        memberships.lockAdmins(tenant);
        var membership = find(caller, user).membership();
        check(ifMatch, membership);
        if (!leaving) {
            RoleService.requireHeld(caller, roles.effective(tenant, membership.role(), membership.departmentRoleId()));
        }
        keepAnAdmin(membership);
        if (!memberships.delete(membership)) {
            throw changedMeanwhile();
        }
        events.deleted(membership);
        cutOff(membership);
    }

    private void check(@Nullable Revision ifMatch, Membership membership) {
        Revision.check(ifMatch, membership.version(), version -> events.changedSince(membership.userId(), version));
    }

    private void keepAnAdmin(Membership membership) {
        if (membership.role() == TenantRole.ADMIN
                && !memberships.otherAdmins(membership.tenantId(), membership.userId())) {
            throw new Conflict("last-admin", "this is the tenant's last admin; make somebody else one first");
        }
    }

    /// Its tokens of this tenant end; what it does in other tenants goes on.
    private void cutOff(Membership membership) {
        revocations.member(membership.tenantId(), membership.userId(), membership.version());
    }

    private static Conflict changedMeanwhile() {
        return Conflict.changedMeanwhile("membership");
    }
}
