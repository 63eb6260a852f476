package io.deskwire.auth.account;

import io.deskwire.auth.account.AccountChanges.Change;
import io.deskwire.auth.mfa.Factors;
import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.password.PasswordPolicy;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whether somebody signed in may change what it signs in with. Raises GoTrue's refusals.
@Component
class CredentialCheck {
    private final PasswordPolicy policy;
    private final PasswordHasher passwords;
    private final Factors factors;
    private final SystemAccess system;
    private final CurrentPassword current;
    private final Reauthentication reauthentication;

    CredentialCheck(
            PasswordPolicy policy,
            PasswordHasher passwords,
            Factors factors,
            SystemAccess system,
            CurrentPassword current,
            Reauthentication reauthentication) {
        this.policy = policy;
        this.passwords = passwords;
        this.factors = factors;
        this.system = system;
        this.current = current;
        this.reauthentication = reauthentication;
    }

    /// @param email the new address; null where it stays
    /// @return the new password's hash; null where it stays
    @Nullable
    String admit(Authenticated who, Change change, @Nullable String email) {
        if (email == null && change.password() == null) {
            return null;
        }
        if (change.password() != null) {
            policy.require(change.password());
        }
        var user = who.user();
        if (user.isServiceUser()) {
            throw new GoTrueException(
                    422, "user_sso_managed", "The credentials of a service user are managed by its tenant");
        }
        if (who.aal().equals("aal1") && enrolled(who)) {
            throw new GoTrueException(
                    401,
                    "insufficient_aal",
                    "AAL2 session is required to update email or password when MFA is enabled.");
        }
        if (change.password() == null) {
            return null;
        }
        if (user.anonymous() && email == null) {
            throw new GoTrueException(
                    422,
                    "validation_failed",
                    "Updating password of an anonymous user without an email or phone is not allowed");
        }
        return newPassword(who, change, change.password());
    }

    private boolean enrolled(Authenticated who) {
        return system.call("second-factors", () -> factors.enrolled(who.user().id()));
    }

    private String newPassword(Authenticated who, Change change, String password) {
        current.require(who, change.currentPassword());
        reauthentication.require(who, change.nonce());
        var before = who.user().passwordHash();
        if (before != null && passwords.matches(password, before)) {
            throw new GoTrueException(422, "same_password", "New password should be different from the old password.");
        }
        return passwords.hash(password);
    }

    /// The account as limits of wrong passwords and codes count it: as signing in does.
    static String counted(User user) {
        var email = user.email();
        return email == null ? user.id().toString() : UserService.normalized(email);
    }
}
