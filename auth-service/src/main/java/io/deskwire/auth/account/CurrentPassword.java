package io.deskwire.auth.account;

import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.password.PasswordPolicy;
import io.deskwire.auth.password.PasswordProperties;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.session.BearerSession.Authenticated;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The present password, as a change of it asks for it. Raises GoTrue's refusals.
@Component
class CurrentPassword {
    private final PasswordPolicy policy;
    private final PasswordHasher passwords;
    private final PasswordProperties rules;
    private final SignInLimits limits;

    CurrentPassword(PasswordPolicy policy, PasswordHasher passwords, PasswordProperties rules, SignInLimits limits) {
        this.policy = policy;
        this.passwords = passwords;
        this.rules = rules;
        this.limits = limits;
    }

    /// A present password that is given is checked, whether it is asked for or not. A session that began with a mail
    /// need not give it: that is what the mail is for.
    void require(Authenticated who, @Nullable String current) {
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
        var account = CredentialCheck.counted(who.user());
        limits.refuseIfSpent(SignInLimit.ACCOUNT, account);
        if (!passwords.matches(current, hash)) {
            limits.wrong(SignInLimit.ACCOUNT, account);
            throw new GoTrueException(400, "current_password_invalid", "Current password is incorrect.");
        }
    }
}
