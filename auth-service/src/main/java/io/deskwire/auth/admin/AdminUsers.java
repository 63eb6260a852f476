package io.deskwire.auth.admin;

import io.deskwire.auth.admin.ending.AccountEnds;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.secretkey.SecretKeyExchange;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserDirectory;
import io.deskwire.auth.user.UserQuery;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Map;
import org.springframework.stereotype.Service;

/// Accounts in an administrator's hands: found, shown, removed.
@Service
class AdminUsers {
    static final String PURPOSE = SecretKeyExchange.AUTH_ADMIN;

    private final UserDirectory directory;
    private final UserService users;
    private final AccountEnds ends;
    private final AuditLog audit;
    private final SystemAccess system;

    AdminUsers(UserDirectory directory, UserService users, AccountEnds ends, AuditLog audit, SystemAccess system) {
        this.directory = directory;
        this.users = users;
        this.ends = ends;
        this.audit = audit;
        this.system = system;
    }

    UserDirectory.Found list(UserQuery query) {
        return system.call(PURPOSE, () -> directory.list(query));
    }

    User get(UserId id) {
        return system.call(PURPOSE, () -> users.find(id)).orElseThrow(AdminUsers::unknown);
    }

    /// @param soft keeps the row, without anything by which its person could be told
    void delete(Caller admin, UserId id, boolean soft) {
        get(id);
        system.run(PURPOSE, () -> {
            var user = users.findForUpdate(id).orElseThrow(AdminUsers::unknown);
            if (soft && user.at(Milestone.DELETED) != null) {
                return;
            }
            if (!soft && directory.ownsTenants(id)) {
                throw new GoTrueException(
                        409,
                        "conflict",
                        "The user owns a tenant: make somebody else an admin there or delete the tenant, then delete "
                                + "the user softly (should_soft_delete), or for good once the tenant is erased");
            }
            audit.record(user.serviceTenant(), "user_deleted", id.value(), Map.of("soft", soft));
            ends.close(admin, user);
            if (soft) {
                users.save(ends.obscured(user));
                directory.obscureIdentities(id);
            } else {
                directory.delete(id);
            }
        });
    }

    static GoTrueException unknown() {
        return new GoTrueException(404, "user_not_found", "User not found");
    }
}
