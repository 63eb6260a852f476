package io.deskwire.auth.account;

import io.deskwire.auth.account.AccountChanges.Change;
import io.deskwire.auth.mfa.Factors;
import io.deskwire.auth.onetime.OneTimeToken.Kind;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.password.PasswordPolicy;
import io.deskwire.auth.password.PasswordProperties;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whether somebody signed in may change what it signs in with. Raises GoTrue's refusals.
@Component
class CredentialCheck {
    private static final Duration FRESH = Duration.ofHours(24);

    private final PasswordPolicy policy;
    private final PasswordHasher passwords;
    private final PasswordProperties rules;
    private final OneTimeTokens tokens;
    private final Factors factors;
    private final Door door;

    CredentialCheck(
            PasswordPolicy policy,
            PasswordHasher passwords,
            PasswordProperties rules,
            OneTimeTokens tokens,
            Factors factors,
            Door door) {
        this.policy = policy;
        this.passwords = passwords;
        this.rules = rules;
        this.tokens = tokens;
        this.factors = factors;
        this.door = door;
    }

    /// The door to the database, when it is gone through, and how often somebody may guess before it.
    @Component
    record Door(SystemAccess system, AccountSettings settings, SignInLimits limits) {}

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
        return door.system()
                .call("second-factors", () -> factors.enrolled(who.user().id()));
    }

    private String newPassword(Authenticated who, Change change, String password) {
        requireCurrent(who, change.currentPassword());
        requireReauthentication(who, change.nonce());
        var before = who.user().passwordHash();
        if (before != null && passwords.matches(password, before)) {
            throw new GoTrueException(422, "same_password", "New password should be different from the old password.");
        }
        return passwords.hash(password);
    }

    /// Whoever gives the present password has it checked, whether it is asked for or not. Whoever came by a mail
    /// need not know it: that is what the mail is for.
    private void requireCurrent(Authenticated who, @Nullable String current) {
        var hash = who.user().passwordHash();
        if (hash == null) {
            return;
        }
        if (current == null || current.isEmpty()) {
            if (rules.changeNeedsCurrent() && !who.byMail()) {
                throw new GoTrueException(
                        400, "current_password_required", "Current password required when setting new password.");
            }
            return;
        }
        policy.requireHashable(current);
        var account = account(who);
        door.limits().refuseIfSpent(SignInLimit.ACCOUNT, account);
        if (!passwords.matches(current, hash)) {
            door.limits().wrong(SignInLimit.ACCOUNT, account);
            throw new GoTrueException(400, "current_password_invalid", "Current password is incorrect.");
        }
    }

    private void requireReauthentication(Authenticated who, @Nullable String nonce) {
        if (nonce == null || nonce.isEmpty()) {
            if (rules.changeNeedsReauthentication()
                    && who.since().plus(FRESH).isBefore(door.settings().now())) {
                throw new GoTrueException(400, "reauthentication_needed", "Password update requires reauthentication");
            }
            return;
        }
        var account = account(who);
        door.limits().refuseIfSpent(SignInLimit.ACCOUNT, account);
        var valid = door.system()
                .call(
                        "reauthenticate",
                        () -> tokens.redeemDigits(who.user().id(), nonce, EnumSet.of(Kind.REAUTHENTICATION))
                                .isPresent());
        if (!valid) {
            door.limits().wrong(SignInLimit.ACCOUNT, account);
            throw new GoTrueException(422, "reauthentication_not_valid", "Nonce has expired or is invalid");
        }
    }

    /// As signing in counts it.
    private static String account(Authenticated who) {
        var email = who.user().email();
        return email == null ? who.user().id().toString() : UserService.normalized(email);
    }
}
