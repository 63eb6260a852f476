package io.deskwire.auth.mail;

import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.TenantId;
import io.deskwire.mail.MailTurns;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// How often mail that anybody can ask for is sent. Needs the system door.
@Service
public class MailLimits {
    private final MailTurns turns;
    private final SignInLimits limits;
    private final MailLimitProperties properties;

    MailLimits(MailTurns turns, SignInLimits limits, MailLimitProperties properties) {
        this.turns = turns;
        this.limits = limits;
        this.properties = properties;
    }

    /// Raises `over_email_send_rate_limit` where the address has had enough, or everybody together.
    @Transactional(propagation = Propagation.MANDATORY)
    public void take(String address, MailKind kind) {
        var wait = turns.take(kind, address, properties.interval());
        if (wait != null) {
            throw SignInLimits.notYet(
                    "email_interval",
                    properties.interval(),
                    wait,
                    "For security purposes, you can only request this after %d seconds.");
        }
        limits.count(SignInLimit.EMAIL_SENT, "all");
    }

    /// Invites are a tenant's own doing: they do not use up what signing in may send. Raises a problem.
    @Transactional(propagation = Propagation.SUPPORTS)
    public void takeInvite(TenantId tenant, String address) {
        limits.require(SignInLimit.EMAIL_SENT, "invites of " + tenant);
        limits.require(SignInLimit.EMAIL_SENT, "invites to " + UserService.normalized(address));
    }
}
