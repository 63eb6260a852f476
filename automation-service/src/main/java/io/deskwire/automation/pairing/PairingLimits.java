package io.deskwire.automation.pairing;

import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.common.ratelimit.BucketKey;
import io.deskwire.common.ratelimit.Buckets;
import io.deskwire.common.ratelimit.Quota;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/// How often a stranger may ask, counted on this node: per device and per address. Beside the gateway's own limits.
@Component
class PairingLimits {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final PairingProperties properties;
    private final Buckets buckets = new Buckets(100_000, PERIOD, TimeMeter.SYSTEM_NANOTIME);

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
        var reading = buckets.count(List.of(new BucketKey(new Quota(policy, perMinute, PERIOD), who)))
                .getFirst();
        if (!reading.counted()) {
            throw new TooMany(policy, reading.secondsToWait());
        }
    }
}
