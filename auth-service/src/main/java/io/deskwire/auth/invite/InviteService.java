package io.deskwire.auth.invite;

import io.deskwire.auth.invite.Invite.Course;
import io.deskwire.auth.invite.Invite.Offer;
import io.deskwire.auth.role.RoleService;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.aggregate.Made;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to invites.
@Service
public class InviteService {
    private final InviteRepository invites;
    private final RoleService roles;
    private final InviteEvents events;
    private final InviteProperties properties;
    private final Clock clock;

    InviteService(
            InviteRepository invites,
            RoleService roles,
            InviteEvents events,
            InviteProperties properties,
            Clock clock) {
        this.invites = invites;
        this.roles = roles;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    /// What is asked for a new invite.
    record Draft(Offer offer, @Nullable Instant expiresAt) {}

    /// Whether somebody invited that address into a tenant that lives: and so may sign up where sign-up is by
    /// invitation only. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean openFor(String email) {
        return invites.openFor(UserService.normalized(email), clock.instant());
    }

    /// Mails the link; nobody invites into more than they have themselves.
    @Transactional
    Invite create(Caller caller, Draft draft) {
        caller.require(Permission.MEMBERS_MANAGE);
        var tenant = caller.requireTenant();
        var offer = draft.offer();
        RoleService.requireHeld(caller, roles.effective(tenant, offer.role(), offer.departmentRoleId()));
        var now = clock.instant();
        var expires = draft.expiresAt() == null ? now.plus(properties.life()) : draft.expiresAt();
        if (!expires.isAfter(now) || expires.isAfter(now.plus(properties.longest()))) {
            throw Malformed.field(
                    "expires_at",
                    "%s (expected: within the next %d days)"
                            .formatted(expires, properties.longest().toDays()));
        }
        invites.member(tenant, offer.email()).ifPresent(member -> {
            throw new Conflict(
                    "already-member",
                    "somebody with this address is a member already",
                    Map.of("existing_id", member.value()));
        });
        invites.pending(tenant, offer.email())
                .filter(pending -> pending.status() == Invite.Status.EXPIRED)
                .ifPresent(expired -> revoke(expired, now));
        var invite = new Invite(
                new InviteId(Uuid7.next()),
                tenant,
                offer,
                Invite.Status.OPEN,
                Course.open(expires),
                Made.first(caller.subject(), now));
        var token = InviteToken.generate();
        if (!invites.insert(invite, token)) {
            throw new Conflict(
                    "invite-open",
                    "an invite for this address is open already",
                    invites.pending(tenant, offer.email())
                            .<Map<String, Object>>map(open -> Map.of("existing_id", open.id()))
                            .orElse(Map.of()));
        }
        events.created(invite, token, invites.tenantName(tenant));
        return invite;
    }

    @Transactional(readOnly = true)
    Page<Invite> list(Caller caller, PageRequest page) {
        caller.require(Permission.MEMBERS_MANAGE);
        return page.page(
                invites.page(caller.requireTenant(), page),
                invite -> Cursor.of(invite.id().value()));
    }

    @Transactional(readOnly = true)
    Invite get(Caller caller, InviteId id) {
        caller.require(Permission.MEMBERS_MANAGE);
        return find(caller.requireTenant(), id);
    }

    private Invite find(TenantId tenant, InviteId id) {
        return invites.find(tenant, id).orElseThrow(() -> new NotFound("invite", id));
    }

    /// Revoking twice changes nothing; what was accepted stays.
    @Transactional
    void revoke(Caller caller, InviteId id) {
        caller.require(Permission.MEMBERS_MANAGE);
        var tenant = caller.requireTenant();
        var invite = find(tenant, id);
        RoleService.requireHeld(
                caller,
                roles.effective(tenant, invite.offer().role(), invite.offer().departmentRoleId()));
        switch (invite.status()) {
            case REVOKED -> {}
            case ACCEPTED -> throw new Conflict("invite-used", "the invite was accepted; remove the member instead");
            case OPEN, EXPIRED -> revoke(invite, clock.instant());
        }
    }

    private void revoke(Invite before, Instant now) {
        var after = before.revoked(now);
        if (!invites.revoke(after)) {
            throw Conflict.changedMeanwhile("invite");
        }
        events.revoked(before, after);
    }

    /// Needs the system door: the invited belongs to no tenant yet.
    void accepted(Invite before, UserId by) {
        var after = before.accepted(by, clock.instant());
        if (!invites.accept(after, by)) {
            throw Conflict.changedMeanwhile("invite");
        }
        events.accepted(before, after);
    }
}
