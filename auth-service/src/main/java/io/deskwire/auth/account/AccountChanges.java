package io.deskwire.auth.account;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.mail.MailLimits;
import io.deskwire.auth.mail.MailQueue;
import io.deskwire.auth.onetime.OneTimeToken.Kind;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.platform.AuthProperties;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.auth.session.SessionService;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/// What somebody signed in changes about its account. Credentials are checked first ([CredentialCheck]).
@Service
class AccountChanges {
    private final UserService users;
    private final SessionService sessions;
    private final AccountMails mails;
    private final MailLimits limits;
    private final CredentialCheck check;
    private final Settings settings;

    AccountChanges(
            UserService users,
            SessionService sessions,
            AccountMails mails,
            MailLimits limits,
            CredentialCheck check,
            Settings settings) {
        this.users = users;
        this.sessions = sessions;
        this.mails = mails;
        this.limits = limits;
        this.check = check;
        this.settings = settings;
    }

    /// The wiring of changes beside the account itself.
    @Component
    record Settings(
            AuthProperties auth,
            SignUpGate gate,
            MailQueue queue,
            MailLinks links,
            OneTimeTokens tokens,
            AuditLog audit,
            SystemAccess system) {}

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

    User apply(Authenticated who, Change change, Way way) {
        var email = change.email() != null && change.email().equals(who.user().email()) ? null : change.email();
        var hash = check.admit(who, change, email);
        return settings.system().call("user-update", () -> {
            var user = users.findForUpdate(who.user().id()).orElseThrow();
            if (change.data() != null) {
                user = saved(user.edit().userMetadata(change.data()).done());
            }
            if (hash != null) {
                user = newPassword(user, hash, who);
            }
            if (email != null) {
                user = newEmail(user, email, way);
            }
            settings.audit().record(null, "user_modified", user.id().value(), Map.of("fields", fields(change)));
            return users.find(user.id()).orElseThrow();
        });
    }

    private User saved(User user) {
        users.save(user);
        return user;
    }

    /// What was mailed before and a change of address under way are void: somebody else may have asked for them.
    private User newPassword(User before, String hash, Authenticated who) {
        var user = saved(before.edit().passwordHash(hash).newEmail(null).done());
        settings.tokens().discard(user.id(), EnumSet.allOf(Kind.class));
        sessions.endOthers(user.id(), who.session());
        if (user.email() != null && user.confirmed()) {
            settings.queue()
                    .enqueue(
                            MailKind.PASSWORD_CHANGED,
                            user.email(),
                            Map.of(
                                    "email",
                                    user.email(),
                                    "site",
                                    settings.links().site()));
        }
        settings.audit().record(null, "user_updated_password", user.id().value(), Map.of());
        return user;
    }

    /// The new address counts once it has confirmed, and the present one too where there is one.
    private User newEmail(User user, String email, Way way) {
        var taken = users.findByEmail(email).filter(other -> !other.id().equals(user.id()));
        if (taken.isPresent()) {
            throw GoTrueException.emailExists(422);
        }
        if (user.anonymous()) {
            settings.gate().admit(email); // giving an address is signing up
        }
        if (settings.auth().mailerAutoconfirm()) {
            return users.changeEmail(user, email);
        }
        limits.take(email, MailKind.EMAIL_CHANGE_NEW);
        if (mails.bothConfirm(user)) {
            limits.take(Objects.requireNonNull(user.email()), MailKind.EMAIL_CHANGE_CURRENT);
        }
        return mails.sendEmailChange(saved(user.edit().newEmail(email).done()), way);
    }

    private static String fields(Change change) {
        return (change.email() == null ? "" : "email ")
                + (change.password() == null ? "" : "password ")
                + (change.data() == null ? "" : "data");
    }
}
