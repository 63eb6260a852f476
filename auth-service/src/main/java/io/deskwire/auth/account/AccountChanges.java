package io.deskwire.auth.account;

import io.deskwire.auth.accountmail.MailReturn;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// What somebody signed in changes about its account. Credentials are checked first ([CredentialCheck]).
@Service
class AccountChanges {
    private final UserService users;
    private final CredentialCheck check;
    private final PasswordChange passwords;
    private final EmailChange emails;
    private final AuditLog audit;
    private final SystemAccess system;

    AccountChanges(
            UserService users,
            CredentialCheck check,
            PasswordChange passwords,
            EmailChange emails,
            AuditLog audit,
            SystemAccess system) {
        this.users = users;
        this.check = check;
        this.passwords = passwords;
        this.emails = emails;
        this.audit = audit;
        this.system = system;
    }

    /// What is asked for; null stays as it is.
    ///
    /// @param nonce the mailed code of a reauthentication
    record Change(
            @Nullable String email,
            @Nullable String password,
            @Nullable String currentPassword,
            @Nullable String nonce,
            @Nullable Map<String, @Nullable Object> data) {
        @Override
        public String toString() {
            return "Change[…]";
        }
    }

    User apply(Authenticated who, Change change, MailReturn back) {
        var email = change.email() != null && change.email().equals(who.user().email()) ? null : change.email();
        var hash = check.admit(who, change, email);
        return system.call("user-update", () -> {
            var user = users.findForUpdate(who.user().id()).orElseThrow();
            if (change.data() != null) {
                user = user.edit().userMetadata(change.data()).done();
                users.save(user);
            }
            if (hash != null) {
                user = passwords.apply(user, hash, who.session());
            }
            if (email != null) {
                user = emails.apply(user, email, back);
            }
            audit.record(null, "user_modified", user.id().value(), Map.of("fields", fields(change)));
            return users.find(user.id()).orElseThrow();
        });
    }

    private static String fields(Change change) {
        return (change.email() == null ? "" : "email ")
                + (change.password() == null ? "" : "password ")
                + (change.data() == null ? "" : "data");
    }
}
