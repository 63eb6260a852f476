package io.deskwire.auth.session;

import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.member.Workplace;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.auth.serviceuser.ServiceUserService.PreviousPassword;
import io.deskwire.auth.token.AccessTokens.TenantClaims;
import io.deskwire.auth.token.TenantAccess;
import io.deskwire.auth.user.User;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// In which tenant a session works, and what it may do there. A service user that does not work may not sign in; people
/// without a tenant may. Needs the system door.
@Component
class TenantAccesses {
    private final MembershipService members;
    private final ServiceUserService serviceUsers;

    TenantAccesses(MembershipService members, ServiceUserService serviceUsers) {
        this.members = members;
        this.serviceUsers = serviceUsers;
    }

    /// Where a session begins; a person's next session begins there, too.
    TenantAccess begin(User user, ClientInfo client, Instant now) {
        if (user.isServiceUser()) {
            return ofServiceUser(user, now);
        }
        var chosen = members.workplace(user.id(), client);
        chosen.ifPresent(workplace -> members.remember(user.id(), workplace.tenant()));
        return chosen.map(TenantAccesses::access).orElse(TenantAccess.NOWHERE);
    }

    /// Where a session goes on.
    TenantAccess goOn(SessionHolder holder) {
        var session = holder.session();
        return holder.user().isServiceUser()
                ? ofServiceUser(holder.user(), session.createdAt())
                : Workplace.choose(holder.workplaces(), session.tenant(), ClientInfo.NONE)
                        .map(TenantAccesses::access)
                        .orElse(TenantAccess.NOWHERE);
    }

    /// A service user's password before its present one, while it still works.
    Optional<PreviousPassword> previousPassword(User user) {
        return user.isServiceUser() ? serviceUsers.previousPassword(user.id()) : Optional.empty();
    }

    private TenantAccess ofServiceUser(User user, Instant begun) {
        return serviceUsers.access(user.id(), begun).orElseThrow(SignIn.Reason.USER_BANNED::refusal);
    }

    private static TenantAccess access(Workplace place) {
        return TenantAccess.endless(
                new TenantClaims(place.tenant(), place.role(), place.permissions(), place.suspended()));
    }
}
