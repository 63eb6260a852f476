package io.deskwire.auth.ratelimit;

import java.util.Locale;

/// What is limited, each by its own bucket. GoTrue's limits count by address, unless it is said otherwise.
public enum SignInLimit {
    /// `/auth/v1/token`, every grant type.
    TOKEN_REFRESH,
    VERIFY,
    SIGNUP,
    OTP,
    MAGICLINK,
    RECOVER,
    RESEND,
    /// `PUT /auth/v1/user`.
    USER,
    SSO,
    WEB3,
    PASSKEYS,
    /// Challenges and verifications of a second factor.
    MFA,
    /// Anonymous sign-ups; these count as [#SIGNUP] too.
    ANONYMOUS_USERS,
    /// `POST /token`, by API key.
    KEY_EXCHANGE,
    /// Wrong passwords and codes, by account, from wherever they come.
    ACCOUNT,
    /// Mails that signing in sends, of the whole node; mails that invite, by tenant and by address.
    EMAIL_SENT;

    /// As headers and refusals name it.
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
