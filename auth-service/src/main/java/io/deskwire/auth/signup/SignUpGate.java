package io.deskwire.auth.signup;

import io.deskwire.auth.invite.InviteService;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.common.tenancy.SystemAccess;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/// Whether somebody may become a user by themselves (`DESKWIRE_SIGNUP`).
@Component
public class SignUpGate {
    private final SignUpProperties properties;
    private final InviteService invites;
    private final SignInLimits limits;
    private final SystemAccess system;

    SignUpGate(SignUpProperties properties, InviteService invites, SignInLimits limits, SystemAccess system) {
        this.properties = properties;
        this.invites = invites;
        this.limits = limits;
        this.system = system;
    }

    /// Whether an address counts as its person's own without a mail.
    public boolean autoconfirms() {
        return properties.mailerAutoconfirm();
    }

    /// Raises `signup_disabled`; in the same words whether nobody or only the invited may.
    public void admit(String email) {
        if (!admits(email)) {
            throw closed();
        }
    }

    private boolean admits(String email) {
        return switch (properties.signup()) {
            case OPEN -> true;
            case CLOSED -> false;
            case INVITE_ONLY -> system.call("sign-up", () -> invites.openFor(email));
        };
    }

    /// Whether an address of nobody may become somebody's by asking for a code. False where it may not and who asks is
    /// not to hear so; otherwise raises `otp_disabled` or `signup_disabled`.
    ///
    /// @param createUser what the client wants
    public boolean admitsByCode(String email, boolean createUser) {
        var admitted = createUser && admits(email);
        if (!admitted && properties.otpTellsWhoExists()) {
            throw createUser ? closed() : new GoTrueException(422, "otp_disabled", "Signups not allowed for otp");
        }
        return admitted;
    }

    /// Nobody invites somebody without an address. Counts whom it lets in against the limit of the client.
    void admitAnonymous(HttpServletRequest request) {
        if (!properties.anonymousSignIns()) {
            throw new GoTrueException(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
        }
        if (properties.signup() != SignUpProperties.Mode.OPEN) {
            throw closed();
        }
        limits.count(SignInLimit.ANONYMOUS_USERS, request);
    }

    private static GoTrueException closed() {
        return new GoTrueException(422, "signup_disabled", "Signups not allowed for this instance");
    }
}
