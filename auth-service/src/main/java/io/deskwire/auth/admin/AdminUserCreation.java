package io.deskwire.auth.admin;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/// Accounts that an administrator makes. Passwords are hashed outside any transaction.
@Service
class AdminUserCreation {
    private final UserService users;
    private final AdminServiceUsers serviceUsers;
    private final PasswordHashes hashes;
    private final AuditLog audit;
    private final SystemAccess system;
    private final Clock clock;

    AdminUserCreation(
            UserService users,
            AdminServiceUsers serviceUsers,
            PasswordHashes hashes,
            AuditLog audit,
            SystemAccess system,
            Clock clock) {
        this.users = users;
        this.serviceUsers = serviceUsers;
        this.hashes = hashes;
        this.audit = audit;
        this.system = system;
        this.clock = clock;
    }

    UserView create(Caller admin, UserParams params) {
        params.requireSupported();
        if (!params.hasEmail()) {
            throw GoTrueException.invalid("Cannot create a user without either an email or phone");
        }
        var email = EmailAddress.checked(params.email());
        var ban = BanDuration.of(params.banDuration());
        var id = params.chosenId();
        if (params.marksServiceUser()) {
            return UserView.of(serviceUsers.create(admin, params, email, hashes.newHash(params), ban));
        }
        var hash = hashes.newHash(params);
        try {
            return system.call(AdminUsers.PURPOSE, () -> UserView.of(create(id, email, hash, params, ban)));
        } catch (DuplicateKeyException taken) {
            throw new GoTrueException(409, "conflict", "A user with this id has already been registered");
        }
    }

    private User create(
            @Nullable UserId chosen, String email, String hash, UserParams params, @Nullable BanDuration ban) {
        var now = clock.instant();
        var id = chosen == null ? new UserId(Uuid7.next()) : chosen;
        var edit = plain(id, email, hash, now).edit();
        params.describe(edit, Set.of());
        if (params.confirmed()) {
            edit.at(Milestone.EMAIL_CONFIRMED, now).userMetadata(Map.of("email_verified", true));
        }
        if (ban != null) {
            edit.bannedUntil(ban.until(now));
        }
        if (!users.add(edit.done())) {
            throw GoTrueException.emailExists(422);
        }
        audit.record(null, "user_signedup", id.value(), Map.of("provider", "email"));
        return users.find(id).orElseThrow();
    }

    /// A person with an address that nobody has confirmed.
    static User plain(UserId id, String email, @Nullable String hash, Instant now) {
        var identity = Identity.ofEmail(id, email, false, now);
        return User.person(id, email, identity, now)
                .edit()
                .passwordHash(hash)
                .at(Milestone.PASSWORD_GIVEN, hash == null ? null : now)
                .done();
    }
}
