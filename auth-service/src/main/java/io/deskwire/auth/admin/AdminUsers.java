package io.deskwire.auth.admin;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.secretkey.SecretKeyExchange;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserDirectory;
import io.deskwire.auth.user.UserQuery;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

/// Accounts in an administrator's hands. Passwords are hashed outside any transaction.
@Service
class AdminUsers {
    static final String PURPOSE = SecretKeyExchange.AUTH_ADMIN;

    private final UserDirectory directory;
    private final UserService users;
    private final AdminServiceUsers serviceUsers;
    private final AccountEnds ends;
    private final Secrets secrets;
    private final Records records;

    AdminUsers(
            UserDirectory directory,
            UserService users,
            AdminServiceUsers serviceUsers,
            AccountEnds ends,
            Secrets secrets,
            Records records) {
        this.directory = directory;
        this.users = users;
        this.serviceUsers = serviceUsers;
        this.ends = ends;
        this.secrets = secrets;
        this.records = records;
    }

    UserDirectory.Found list(UserQuery query) {
        return records.system().call(PURPOSE, () -> directory.list(query));
    }

    User get(UserId id) {
        return records.system().call(PURPOSE, () -> users.find(id)).orElseThrow(AdminUsers::unknown);
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
            return UserView.of(serviceUsers.create(admin, params, email, secrets.newHash(params), ban));
        }
        var hash = secrets.newHash(params);
        try {
            return records.system().call(PURPOSE, () -> UserView.of(create(id, email, hash, params, ban)));
        } catch (DuplicateKeyException taken) {
            throw new GoTrueException(409, "conflict", "A user with this id has already been registered");
        }
    }

    private User create(
            @Nullable UserId chosen, String email, String hash, UserParams params, @Nullable BanDuration ban) {
        var now = records.now();
        var id = chosen == null ? new UserId(Uuid7.next()) : chosen;
        var edit = plain(id, email, hash, now).edit();
        if (params.userMetadata() != null) {
            edit.userMetadata(params.userMetadata());
        }
        if (params.appMetadata() != null) {
            edit.appMetadata(params.appMetadata());
        }
        if (params.confirmed()) {
            edit.at(Milestone.EMAIL_CONFIRMED, now).userMetadata(Map.of("email_verified", true));
        }
        if (ban != null) {
            edit.bannedUntil(ban.until(now));
        }
        if (!directory.add(edit.done())) {
            throw GoTrueException.emailExists(422);
        }
        records.audit().record(null, "user_signedup", id.value(), Map.of("provider", "email"));
        return users.find(id).orElseThrow();
    }

    UserView update(UserId id, UserParams params) {
        get(id);
        params.requireSupported();
        var email = params.hasEmail() ? EmailAddress.checked(params.email()) : null;
        var ban = BanDuration.of(params.banDuration());
        var hash = secrets.changedHash(params);
        try {
            return records.system().call(PURPOSE, () -> UserView.of(update(id, params, new Change(email, hash, ban))));
        } catch (DuplicateKeyException taken) {
            throw GoTrueException.emailExists(422);
        }
    }

    private record Change(
            @Nullable String email,
            @Nullable String hash,
            @Nullable BanDuration ban) {}

    private User update(UserId id, UserParams params, Change change) {
        var now = records.now();
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
        if (params.appMetadata() != null) {
            edit.appMetadata(params.appMetadata());
        }
        if (params.userMetadata() != null) {
            edit.userMetadata(params.userMetadata());
        }
        if (change.ban() != null) {
            edit.bannedUntil(change.ban().until(now));
        }
        users.save(edit.done());
        if (change.email() != null) {
            directory.putEmailIdentity(id, Identity.ofEmail(id, change.email(), params.confirmed(), now));
        }
        end(before, edit.done(), now);
        records.audit().record(before.serviceTenant(), "user_modified", id.value(), fields(params));
        return users.find(id).orElseThrow();
    }

    /// Whoever knew the old password is signed out, and what was mailed before leads nowhere; whoever is banned
    /// has no good token left anywhere.
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

    /// @param soft keeps the row, without anything by which its person could be told
    void delete(Caller admin, UserId id, boolean soft) {
        get(id);
        records.system().run(PURPOSE, () -> {
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
            records.audit().record(user.serviceTenant(), "user_deleted", id.value(), Map.of("soft", soft));
            ends.close(admin, user);
            if (soft) {
                users.save(ends.obscured(user));
                directory.obscureIdentities(id);
            } else {
                directory.delete(id);
            }
        });
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

    static GoTrueException unknown() {
        return new GoTrueException(404, "user_not_found", "User not found");
    }
}
