package io.deskwire.auth.account;

import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// What every change of an account goes by: what is configured and the time.
@Component
record AccountSettings(AccountProperties properties, Clock clock) {
    Instant now() {
        return clock.instant();
    }
}
