package io.deskwire.auth.mail;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.digest.Sha256;
import io.deskwire.common.identity.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// How often mail that anybody can ask for is sent. Needs the system door.
///
/// An address of nobody has its turns like any other, so that the limit does not tell who has an account; of several
/// requests at once one has the turn.
@Service
public class MailLimits {
    private final MailRepository mails;
    private final SignInLimits limits;
    private final MailProperties properties;
    private final Clock clock;

    MailLimits(MailRepository mails, SignInLimits limits, MailProperties properties, Clock clock) {
        this.mails = mails;
        this.limits = limits;
        this.properties = properties;
        this.clock = clock;
    }

    /// Raises `over_email_send_rate_limit` where the address has had enough, or everybody together.
    @Transactional(propagation = Propagation.MANDATORY)
    public void take(String address, MailKind kind) {
        var now = clock.instant();
        var hash = Sha256.of(UserService.normalized(address));
        if (!mails.takeTurn(hash, kind, now, now.minus(properties.interval()))) {
            throw tooSoon(mails.lastTurn(hash, kind), now);
        }
        limits.count(SignInLimit.EMAIL_SENT, "all");
    }

    /// Invites are a tenant's own doing: they do not use up what signing in may send. Raises a problem.
    @Transactional(propagation = Propagation.SUPPORTS)
    public void takeInvite(TenantId tenant, String address) {
        limits.require(SignInLimit.EMAIL_SENT, "invites of " + tenant);
        limits.require(SignInLimit.EMAIL_SENT, "invites to " + UserService.normalized(address));
    }

    private GoTrueException tooSoon(@Nullable Instant last, Instant now) {
        var wait = last == null ? properties.interval() : Duration.between(now, last.plus(properties.interval()));
        return SignInLimits.notYet(
                "email_interval",
                properties.interval(),
                wait,
                "For security purposes, you can only request this after %d seconds.");
    }
}
