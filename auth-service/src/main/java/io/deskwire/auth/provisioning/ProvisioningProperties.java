package io.deskwire.auth.provisioning;

import io.deskwire.common.retry.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How patient the worker is.
///
/// @param every how often the worker looks for what is due
/// @param lease how long one attempt may take; then another worker takes over
/// @param maxAttempts the last one that fails ends it
/// @param backoff after the first failure; doubled with each further one, up to `maxBackoff`, ten percent more or less
@ConfigurationProperties("deskwire.auth.provisioning")
record ProvisioningProperties(
        @DefaultValue("2s") Duration every,
        @DefaultValue("3m") Duration lease,
        @DefaultValue("8") int maxAttempts,
        @DefaultValue("5s") Duration backoff,
        @DefaultValue("10m") Duration maxBackoff) {
    private static final double JITTER = 0.1;

    /// Null where the failure was the last.
    ///
    /// @param chance from 0 to 1, for the jitter
    @Nullable
    Duration delayAfter(int attempts, double chance) {
        if (attempts >= maxAttempts) {
            return null;
        }
        return new Backoff.Growing(backoff, 2, maxBackoff, JITTER).after(attempts, chance);
    }
}
