package io.deskwire.auth.mfa;

import io.deskwire.auth.flow.RedirectTargets;
import java.time.Clock;
import org.springframework.stereotype.Component;

/// What second factors go by: the configured limits, the site they are for, and the time.
@Component
record MfaSettings(MfaProperties properties, RedirectTargets targets, Clock clock) {

    /// The issuer that authenticator apps show, where the client names none.
    String site() {
        var host = targets.site().getAuthority();
        return host == null ? targets.site().toString() : host;
    }
}
