package io.deskwire.auth.oauth;

import io.deskwire.auth.mfa.Factors;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.session.SessionEnds;
import io.deskwire.common.identity.UserId;
import org.springframework.stereotype.Component;

/// By what else than a password or an identity somebody may be in an account, or get there: open sessions,
/// mailed links, second factors.
@Component
record WaysIn(SessionEnds sessions, OneTimeTokens mailed, Factors factors) {

    /// Needs the system door.
    void close(UserId user) {
        factors.removeAll(user);
        mailed.discardAll(user);
        sessions.endAllOf(user);
    }
}
