package io.deskwire.automation.pairing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.deskwire.common.problem.Problem.TooMany;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// How often a stranger may ask, counted on this node: per device and per address. Beside the gateway's own limits.
@Component
class PairingLimits {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final PairingProperties properties;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .build();

    PairingLimits(PairingProperties properties) {
        this.properties = properties;
    }

    void request(String device, String address) {
        take("pairing-address", address, properties.requestsPerAddress());
        take("pairing-device", device, properties.requestsPerDevice());
    }

    void status(String address) {
        take("pairing-status", address, properties.statusPerAddress());
    }

    private void take(String policy, String who, int perMinute) {
        var bucket = buckets.get(
                policy + "|" + who,
                _ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                        .build());
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new TooMany(
                    policy, Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1);
        }
    }
}
