package io.deskwire.auth.invite;

import io.deskwire.auth.invite.Invite.Status;
import io.deskwire.auth.member.Membership;
import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Turns an invite into a membership. Needs the system door: the invited belongs to no tenant yet.
///
/// The caller must own the invited address, which only a confirmed one shows; a stolen link alone opens nothing.
@Service
class Bootstrap {
    private final InviteRepository invites;
    private final InviteService service;
    private final MembershipService members;
    private final UserService users;
    private final SystemAccess system;

    Bootstrap(
            InviteRepository invites,
            InviteService service,
            MembershipService members,
            UserService users,
            SystemAccess system) {
        this.invites = invites;
        this.service = service;
        this.members = members;
        this.users = users;
        this.system = system;
    }

    /// @param created false where the person was a member before, for example by the same call
    record Bootstrapped(Membership membership, boolean created) {}

    /// @param token names one invite; without it the newest open one of the caller's address counts
    Bootstrapped bootstrap(Caller caller, @Nullable InviteToken token) {
        if (caller.kind() != Caller.Kind.USER) {
            throw new Forbidden("forbidden", "only a person can accept an invite; sign in as one");
        }
        return system.call("bootstrap", () -> {
            var user = users.find(caller.subject()).orElseThrow(Bootstrap::required);
            if (user.email() == null || user.anonymous()) {
                throw required();
            }
            if (!user.confirmed()) {
                throw new Forbidden(
                        "email-not-verified",
                        "the e-mail address is not confirmed; confirm it, then refresh the session");
            }
            return accept(user, choose(user, invites.ofAddress(user.email(), token)));
        });
    }

    /// An open one, else the one that is already this person's, else what says most about the refusal.
    private static Invite choose(User user, List<Invite> invites) {
        return invites.stream()
                .filter(invite -> invite.status() != Status.REVOKED)
                .min(Comparator.comparingInt(invite -> switch (invite.status()) {
                    case OPEN -> 0;
                    case ACCEPTED -> user.id().equals(invite.course().acceptedBy()) ? 1 : 3;
                    case EXPIRED -> 2;
                    case REVOKED -> 4;
                }))
                .orElseThrow(Bootstrap::required);
    }

    private Bootstrapped accept(User user, Invite invite) {
        return switch (invite.status()) {
            case OPEN -> join(user, invite);
            case ACCEPTED ->
                members.find(invite.tenantId(), user.id())
                        .filter(_ -> user.id().equals(invite.course().acceptedBy()))
                        .map(membership -> new Bootstrapped(membership, false))
                        .orElseThrow(
                                () -> new Forbidden("invite-used", "the invite was used already; ask for a new one"));
            case EXPIRED ->
                throw new Forbidden(
                        "invite-expired",
                        "the invite expired at " + invite.course().expiresAt());
            case REVOKED -> throw required();
        };
    }

    private Bootstrapped join(User user, Invite before) {
        var joined = members.add(
                before.tenantId(),
                user.id(),
                before.offer().role(),
                before.offer().departmentRoleId());
        service.accepted(before, user.id());
        return joined.map(membership -> new Bootstrapped(membership, true))
                .orElseGet(() -> new Bootstrapped(
                        members.find(before.tenantId(), user.id()).orElseThrow(), false));
    }

    private static Forbidden required() {
        return new Forbidden("invite-required", "nobody has invited this address, or the invite was revoked");
    }
}
