package io.deskwire.auth.provisioning;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How patient the worker is.
///
/// @param every how often the worker looks for what is due
/// @param lease how long one attempt may take; then another worker takes over
/// @param maxAttempts the last one that fails ends it
/// @param backoff after the first failure; doubled with each further one, up to `maxBackoff`
@ConfigurationProperties("deskwire.auth.provisioning")
record ProvisioningProperties(
        @DefaultValue("2s") Duration every,
        @DefaultValue("3m") Duration lease,
        @DefaultValue("8") int maxAttempts,
        @DefaultValue("5s") Duration backoff,
        @DefaultValue("10m") Duration maxBackoff) {

    /// Null where the failure was the last.
    @Nullable
    Duration delayAfter(int attempts) {
        if (attempts >= maxAttempts) {
            return null;
        }
        var delay = backoff.multipliedBy(1L << Math.min(attempts - 1, 20));
        return delay.compareTo(maxBackoff) < 0 ? delay : maxBackoff;
    }
}
