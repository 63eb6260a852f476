package io.deskwire.auth.account;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/// Now, as precisely as the database keeps it.
@Component
record AccountClock(Clock clock) {
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
