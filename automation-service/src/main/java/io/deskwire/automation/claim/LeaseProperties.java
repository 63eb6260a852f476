package io.deskwire.automation.claim;

import io.deskwire.common.retry.Backoff;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param startBudget from claim to start
/// @param runLease from start or heartbeat to the next heartbeat
/// @param heartbeat how often an agent should renew; also fits an extension's life of thirty idle seconds
/// @param recheck how often a waiting claim looks by itself, for jobs that another node made
/// @param retryFirst the wait after the first retryable failure
/// @param retryFactor each further wait is so many times longer, up to `retryMax`
/// @param retryJitter 0.1 for ten percent more or less
@ConfigurationProperties("deskwire.automation.jobs")
record LeaseProperties(
        @DefaultValue("60s") Duration startBudget,
        @DefaultValue("90s") Duration runLease,
        @DefaultValue("25s") Duration heartbeat,
        @DefaultValue("750ms") Duration recheck,
        @DefaultValue("2s") Duration retryFirst,
        @DefaultValue("5") double retryFactor,
        @DefaultValue("10m") Duration retryMax,
        @DefaultValue("0.1") double retryJitter) {

    Backoff retry() {
        return new Backoff.Growing(retryFirst, retryFactor, retryMax, retryJitter);
    }
}
