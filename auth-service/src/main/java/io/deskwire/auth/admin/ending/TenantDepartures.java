package io.deskwire.auth.admin.ending;

import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserDirectory;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// How an account that goes leaves its tenants: as if their own admins had removed it. Needs the system door.
@Component
class TenantDepartures {
    private final MembershipService members;
    private final ServiceUserService serviceUsers;
    private final UserDirectory directory;

    TenantDepartures(MembershipService members, ServiceUserService serviceUsers, UserDirectory directory) {
        this.members = members;
        this.serviceUsers = serviceUsers;
        this.directory = directory;
    }

    /// Raises `last_admin` where a tenant would be left to nobody.
    void requireDispensable(User user) {
        var abandoned = user.isServiceUser() ? List.<String>of() : members.onlyAdminOf(user.id());
        if (!abandoned.isEmpty()) {
            throw new GoTrueException(
                    409,
                    "last_admin",
                    "The user is the last admin of %s: make somebody else an admin there or delete the tenant first"
                            .formatted(String.join(", ", abandoned)));
        }
    }

    void leave(Caller admin, User user) {
        if (!user.isServiceUser()) {
            members.endAll(user.id());
        } else if (directory.employed(user.id())) {
            serviceUsers.delete(inTenantOf(user, admin), user.id(), null);
        }
    }

    private static Caller inTenantOf(User serviceUser, Caller admin) {
        return new Caller(
                Caller.Kind.SYSTEM,
                admin.subject(),
                Objects.requireNonNull(serviceUser.serviceTenant()),
                null,
                admin.permissions(),
                new Credential(admin.session(), admin.issuedAt(), admin.expiresAt(), null),
                false,
                admin.claims(),
                null);
    }
}
