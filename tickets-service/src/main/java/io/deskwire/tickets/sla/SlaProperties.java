package io.deskwire.tickets.sla;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param warnLeft the percentage of what is promised that is left when the team is warned, 1 to 99
/// @param beat how often the sweep looks by itself, for what other nodes have left
/// @param batch how many tickets are counted anew in one transaction
@ConfigurationProperties("deskwire.sla")
record SlaProperties(
        @DefaultValue("20") int warnLeft,
        @DefaultValue("30s") Duration beat,
        @DefaultValue("50") int batch) {

    SlaProperties {
        if (warnLeft < 1 || warnLeft > 99) {
            throw new IllegalArgumentException("warn-left: %d (expected: 1 to 99)".formatted(warnLeft));
        }
        if (!beat.isPositive()) {
            throw new IllegalArgumentException("beat: %s (expected: more than nothing)".formatted(beat));
        }
        if (batch < 1 || batch > 1_000) {
            throw new IllegalArgumentException("batch: %d (expected: 1 to 1000)".formatted(batch));
        }
    }
}
