package io.deskwire.tickets.trash;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param kept how long a deleted ticket can be restored
@ConfigurationProperties("deskwire.trash")
record TrashProperties(@DefaultValue("30d") Duration kept) {
    TrashProperties {
        if (kept.isNegative()) {
            throw new IllegalArgumentException("deskwire.trash.kept: %s (expected: zero or more)".formatted(kept));
        }
    }
}
