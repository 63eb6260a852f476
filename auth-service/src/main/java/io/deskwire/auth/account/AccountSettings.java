package io.deskwire.auth.account;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/// What every change of an account goes by: what is configured and the time.
@Component
record AccountSettings(AccountProperties properties, Clock clock) {

    /// As precisely as the database keeps it.
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
