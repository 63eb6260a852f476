package io.deskwire.notification.webhook.delivery;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How deliveries are tried again, and when an endpoint is given up.
///
/// @param retryDelays waits before each attempt; as many attempts as there are delays
/// @param jitter 0.1 for ten percent more or less of a delay
/// @param longestRetryAfter a receiver's `Retry-After` counts up to this
/// @param pauseAfter failures in a row after which an endpoint is only probed
/// @param pause the first wait between probes; it doubles up to `longestPause`
/// @param disableAfter an endpoint that has failed for so long, and `disableAfterFailures` times, is disabled
@ConfigurationProperties("deskwire.webhook")
record RetryProperties(
        @DefaultValue({"0s", "5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retryDelays,

        @DefaultValue("0.1") double jitter,
        @DefaultValue("1h") Duration longestRetryAfter,
        @DefaultValue("5") int pauseAfter,
        @DefaultValue("5s") Duration pause,
        @DefaultValue("5m") Duration longestPause,
        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("20") int disableAfterFailures) {

    RetryProperties {
        retryDelays = List.copyOf(retryDelays);
        if (retryDelays.isEmpty()) {
            throw new IllegalArgumentException("retry-delays: [] (expected: a delay for each attempt)");
        }
    }
}
