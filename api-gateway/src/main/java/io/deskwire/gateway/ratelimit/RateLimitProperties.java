package io.deskwire.gateway.ratelimit;

import io.deskwire.common.ratelimit.Quota;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Requests per `window` by [Policy]; each may come at once, then they come back evenly.
///
/// @param holders how many credentials, tenants and addresses are counted at a time; the longest unseen are forgotten
@ConfigurationProperties("deskwire.rate-limit")
record RateLimitProperties(
        @DefaultValue("600") long credential,
        @DefaultValue("6000") long tenant,
        @DefaultValue("300") long address,
        @DefaultValue("3000") long fleet,
        @DefaultValue("300") long failures,
        @DefaultValue("60") long guesses,
        @DefaultValue("60s") Duration window,
        @DefaultValue("50000") long holders) {

    RateLimitProperties {
        if (Math.min(Math.min(credential, tenant), Math.min(address, fleet)) < 1 || Math.min(failures, guesses) < 1) {
            throw new IllegalArgumentException("deskwire.rate-limit: a quota is below 1");
        }
        if (window.toSeconds() < 1) {
            throw new IllegalArgumentException("deskwire.rate-limit.window: " + window + " (expected: at least 1s)");
        }
    }

    Quota of(Policy policy) {
        return new Quota(policy.wire(), limit(policy), window);
    }

    private long limit(Policy policy) {
        return switch (policy) {
            case CREDENTIAL -> credential;
            case TENANT -> tenant;
            case ADDRESS -> address;
            case FLEET -> fleet;
            case FAILURES -> failures;
            case GUESSES -> guesses;
        };
    }
}
