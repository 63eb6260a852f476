package io.deskwire.auth.admin;

import io.deskwire.auth.admin.ending.AccountEnds;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

/// Accounts that an administrator changes. Passwords are hashed outside any transaction.
@Service
class AdminUserChange {
    private final UserService users;
    private final AccountEnds ends;
    private final PasswordHashes hashes;
    private final AuditLog audit;
    private final SystemAccess system;
    private final Clock clock;

    AdminUserChange(
            UserService users,
            AccountEnds ends,
            PasswordHashes hashes,
            AuditLog audit,
            SystemAccess system,
            Clock clock) {
        this.users = users;
        this.ends = ends;
        this.hashes = hashes;
        this.audit = audit;
        this.system = system;
        this.clock = clock;
    }

    UserView update(UserId id, UserParams params) {
        params.requireSupported();
        var email = params.hasEmail() ? EmailAddress.checked(params.email()) : null;
        var ban = BanDuration.of(params.banDuration());
        var hash = hashes.changedHash(params);
        try {
            return system.call(AdminUsers.PURPOSE, () -> UserView.of(update(id, params, new Change(email, hash, ban))));
        } catch (DuplicateKeyException taken) {
            throw GoTrueException.emailExists(422);
        }
    }

    private record Change(
            @Nullable String email,
            @Nullable String hash,
            @Nullable BanDuration ban) {}

    private User update(UserId id, UserParams params, Change change) {
        var now = clock.instant();
        var before = users.findForUpdate(id).orElseThrow(AdminUsers::unknown);
        if (before.isServiceUser()) {
            AdminServiceUsers.requireUntouched(before, params);
        }
        var edit = before.edit();
        if (params.confirmed()) {
            edit.at(Milestone.EMAIL_CONFIRMED, now).userMetadata(Map.of("email_verified", true));
        }
        if (change.hash() != null) {
            edit.passwordHash(change.hash()).newEmail(null).at(Milestone.PASSWORD_GIVEN, now);
        }
        if (change.email() != null) {
            edit.email(change.email()).newEmail(null).anonymous(before.anonymous() && !params.confirmed());
        }
        params.describe(edit, Set.of());
        if (change.ban() != null) {
            edit.bannedUntil(change.ban().until(now));
        }
        users.save(edit.done());
        if (change.email() != null) {
            users.putEmailIdentity(id, Identity.ofEmail(id, change.email(), params.confirmed(), now));
        }
        end(before, edit.done(), now);
        audit.record(before.serviceTenant(), "user_modified", id.value(), fields(params));
        return users.find(id).orElseThrow();
    }

    /// A new password signs out everybody who knew the old one, and what was mailed before leads nowhere; a ban leaves
    /// no good token anywhere.
    private void end(User before, User after, Instant now) {
        var newPassword = !Objects.equals(before.passwordHash(), after.passwordHash());
        if (newPassword || !Objects.equals(before.email(), after.email())) {
            ends.discardMailed(after.id());
        }
        if (newPassword) {
            ends.signOut(after.id());
        }
        if (after.banned(now)) {
            ends.suspend(after.id());
        }
    }

    /// What was touched, not what it is now.
    private static Map<String, Object> fields(UserParams params) {
        var touched = new HashMap<String, Object>();
        touched.put("email", params.hasEmail());
        touched.put("password", params.password() != null || StringUtils.hasLength(params.passwordHash()));
        touched.put("app_metadata", params.appMetadata() != null);
        touched.put("user_metadata", params.userMetadata() != null);
        touched.put("ban_duration", StringUtils.hasLength(params.banDuration()));
        touched.values().removeIf(Boolean.FALSE::equals);
        return Map.of("changed", List.copyOf(new TreeSet<>(touched.keySet())));
    }
}
