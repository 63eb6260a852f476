package io.deskwire.tickets.tag;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param renameBatch how many tickets get another tag in one transaction
/// @param renamePatience how long a request goes on with the next ones; less than its caller waits
@ConfigurationProperties("deskwire.tag")
record TagProperties(
        @DefaultValue("50") int renameBatch,
        @DefaultValue("20s") Duration renamePatience) {
    TagProperties {
        if (renameBatch < 1 || renameBatch > 1_000) {
            throw new IllegalArgumentException("rename-batch: %d (expected: 1 to 1000)".formatted(renameBatch));
        }
        if (renamePatience.isNegative()) {
            throw new IllegalArgumentException(
                    "rename-patience: %s (expected: zero or more)".formatted(renamePatience));
        }
    }
}
