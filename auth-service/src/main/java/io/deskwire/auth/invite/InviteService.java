package io.deskwire.auth.invite;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.role.DepartmentRoleId;
import io.deskwire.auth.role.RoleService;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.contracts.event.EventType;
import io.deskwire.mail.MailQueue;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to invites.
@Service
public class InviteService {
    private static final Audience SEEN_BY = Audience.of(Permission.MEMBERS_MANAGE);

    private final InviteRepository invites;
    private final RoleService roles;
    private final MailQueue mails;
    private final Outbox outbox;
    private final AuditLog audit;
    private final InviteSettings settings;

    InviteService(
            InviteRepository invites,
            RoleService roles,
            MailQueue mails,
            Outbox outbox,
            AuditLog audit,
            InviteSettings settings) {
        this.invites = invites;
        this.roles = roles;
        this.mails = mails;
        this.outbox = outbox;
        this.audit = audit;
        this.settings = settings;
    }

    /// What is asked for a new invite.
    record Draft(
            String email,
            TenantRole role,
            @Nullable DepartmentRoleId department,
            @Nullable Instant expiresAt) {}

    /// Whether somebody invited that address into a tenant that lives: who may sign up where sign-up is by invitation
    /// only. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean openFor(String email) {
        return invites.openFor(UserService.normalized(email), settings.clock().instant());
    }

    /// Mails the link; nobody can invite into more than it has itself.
    @Transactional
    public Invite create(Caller caller, Draft draft) {
        caller.require(Permission.MEMBERS_MANAGE);
        var tenant = caller.requireTenant();
        RoleService.requireHeld(caller, roles.effective(tenant, draft.role(), draft.department()));
        var now = settings.clock().instant();
        var expires = draft.expiresAt() == null ? now.plus(settings.properties().life()) : draft.expiresAt();
        if (!expires.isAfter(now)
                || expires.isAfter(now.plus(settings.properties().longest()))) {
            throw Malformed.field(
                    "expires_at",
                    "%s (expected: within the next %d days)"
                            .formatted(expires, settings.properties().longest().toDays()));
        }
        invites.member(tenant, draft.email()).ifPresent(member -> {
            throw new Conflict(
                    "already-member",
                    "somebody with this address is a member already",
                    Map.of("existing_id", member.value()));
        });
        invites.pending(tenant, draft.email())
                .filter(pending -> pending.status() == Invite.Status.EXPIRED)
                .ifPresent(expired -> revoke(expired, now));
        var invite = new Invite(
                Uuid7.next(),
                tenant,
                draft.email(),
                draft.role(),
                draft.department(),
                Invite.Status.OPEN,
                expires,
                null,
                null,
                null,
                1,
                caller.subject(),
                now);
        var token = InviteToken.generate();
        if (!invites.insert(invite, token)) {
            throw new Conflict(
                    "invite-open",
                    "an invite for this address is open already",
                    invites.pending(tenant, draft.email())
                            .<Map<String, Object>>map(open -> Map.of("existing_id", open.id()))
                            .orElse(Map.of()));
        }
        mail(invite, token);
        outbox.append(tenant, DomainEvent.of(EventType.INVITE_CREATED, invite.id(), invite.version(), SEEN_BY, invite));
        audit.record(
                tenant,
                "invite.created",
                invite.id(),
                Map.of("email", invite.email(), "role", invite.role().wire()));
        return invite;
    }

    private void mail(Invite invite, InviteToken token) {
        settings.limits().takeInvite(invite.tenantId(), invite.email());
        mails.enqueue(MailKind.TENANT_INVITE.to(
                invite.email(),
                Map.of(
                        "link", settings.link(token),
                        "token", token.text(),
                        "tenant", invites.tenantName(invite.tenantId()),
                        "role", invite.role().wire())));
    }

    @Transactional(readOnly = true)
    public Page<Invite> list(Caller caller, PageRequest page) {
        caller.require(Permission.MEMBERS_MANAGE);
        return page.page(invites.page(caller.requireTenant(), page), invite -> Cursor.of(invite.id()));
    }

    @Transactional(readOnly = true)
    public Invite get(Caller caller, UUID id) {
        caller.require(Permission.MEMBERS_MANAGE);
        return find(caller.requireTenant(), id);
    }

    private Invite find(TenantId tenant, UUID id) {
        return invites.find(tenant, id).orElseThrow(() -> new NotFound("invite", id));
    }

    /// Revoking twice changes nothing; what was accepted stays.
    @Transactional
    public void revoke(Caller caller, UUID id) {
        caller.require(Permission.MEMBERS_MANAGE);
        var tenant = caller.requireTenant();
        var invite = find(tenant, id);
        RoleService.requireHeld(caller, roles.effective(tenant, invite.role(), invite.departmentRoleId()));
        switch (invite.status()) {
            case REVOKED -> {}
            case ACCEPTED -> throw new Conflict("invite-used", "the invite was accepted; remove the member instead");
            case OPEN, EXPIRED -> revoke(invite, settings.clock().instant());
        }
    }

    private void revoke(Invite before, Instant now) {
        var after = before.revoked(now);
        if (!invites.revoke(after)) {
            throw new Conflict("changed-meanwhile", "the invite was changed meanwhile; try again");
        }
        outbox.append(
                after.tenantId(),
                DomainEvent.changed(EventType.INVITE_REVOKED, after.id(), after.version(), SEEN_BY, before, after));
        audit.record(after.tenantId(), "invite.revoked", after.id(), Map.of("email", after.email()));
    }

    /// Needs the system door: who accepts belongs to no tenant yet.
    void accepted(Invite before, UserId by) {
        var after = before.accepted(by, settings.clock().instant());
        if (!invites.accept(after, by)) {
            throw new Conflict("changed-meanwhile", "the invite was changed meanwhile; try again");
        }
        outbox.append(
                after.tenantId(),
                DomainEvent.changed(EventType.INVITE_ACCEPTED, after.id(), after.version(), SEEN_BY, before, after));
        audit.record(after.tenantId(), "invite.accepted", after.id(), Map.of("email", after.email()));
    }
}
