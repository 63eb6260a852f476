package io.deskwire.notification.webhook.endpoint;

import io.deskwire.common.net.Network;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param allowedNetworks private or loopback ranges, as CIDR, that webhooks may reach nevertheless
/// @param retryDelays waits before each attempt; as many attempts as there are delays
/// @param jitter 0.1 for ten percent more or less of a delay
/// @param timeout from the first byte of the connection to the last of the answer that is kept
/// @param longestRetryAfter a receiver's `Retry-After` counts up to this
/// @param inFlight deliveries under way to one endpoint at once; an `ordered` one has one
/// @param totalInFlight deliveries under way from this node
/// @param pauseAfter failures in a row after which an endpoint is only probed
/// @param pause the first wait between probes; it doubles up to `longestPause`
/// @param disableAfter an endpoint that has failed for so long, and `disableAfterFailures` times, is disabled
/// @param secretOverlap how long a rotated secret goes on signing, where the request says nothing
/// @param kept how long deliveries can be looked up and replayed
@ConfigurationProperties("deskwire.webhook")
record WebhookProperties(
        @DefaultValue List<String> allowedNetworks,

        @DefaultValue({"0s", "5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retryDelays,

        @DefaultValue("0.1") double jitter,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("1h") Duration longestRetryAfter,
        @DefaultValue("8") int inFlight,
        @DefaultValue("512") int totalInFlight,
        @DefaultValue("5") int pauseAfter,
        @DefaultValue("5s") Duration pause,
        @DefaultValue("5m") Duration longestPause,
        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("20") int disableAfterFailures,
        @DefaultValue("24h") Duration secretOverlap,
        @DefaultValue("7d") Duration kept) {

    WebhookProperties {
        allowedNetworks = List.copyOf(allowedNetworks);
        retryDelays = List.copyOf(retryDelays);
        allowedNetworks.forEach(Network::parse);
        if (retryDelays.isEmpty()) {
            throw new IllegalArgumentException("retry-delays: [] (expected: a delay for each attempt)");
        }
    }
}
