package io.deskwire.auth.account;

import io.deskwire.auth.onetime.OneTimeToken.Kind;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.password.PasswordProperties;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The mailed code that a session which is no longer fresh needs to change a password. Raises GoTrue's refusals.
@Component
class Reauthentication {
    private static final Duration FRESH = Duration.ofHours(24);

    private final PasswordProperties rules;
    private final OneTimeTokens tokens;
    private final SignInLimits limits;
    private final SystemAccess system;
    private final Clock clock;

    Reauthentication(
            PasswordProperties rules, OneTimeTokens tokens, SignInLimits limits, SystemAccess system, Clock clock) {
        this.rules = rules;
        this.tokens = tokens;
        this.limits = limits;
        this.system = system;
        this.clock = clock;
    }

    void require(Authenticated who, @Nullable String nonce) {
        if (nonce == null || nonce.isEmpty()) {
            if (rules.changeNeedsReauthentication() && who.since().plus(FRESH).isBefore(clock.instant())) {
                throw new GoTrueException(400, "reauthentication_needed", "Password update requires reauthentication");
            }
            return;
        }
        var account = CredentialCheck.counted(who.user());
        limits.refuseIfSpent(SignInLimit.ACCOUNT, account);
        var valid = system.call(
                "reauthenticate",
                () -> tokens.redeemDigits(who.user().id(), nonce, EnumSet.of(Kind.REAUTHENTICATION))
                        .isPresent());
        if (!valid) {
            limits.wrong(SignInLimit.ACCOUNT, account);
            throw new GoTrueException(422, "reauthentication_not_valid", "Nonce has expired or is invalid");
        }
    }
}
