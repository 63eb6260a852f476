package io.deskwire.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.deskwire.gateway.credential.GuessLimit;
import io.deskwire.gateway.route.Client;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The token buckets of this node, in memory. Thread-safe and without waiting.
///
/// Several gateways each count for themselves; with `n` of them a caller may get `n` times the quota.
final class RateLimits implements GuessLimit {
    /// Whose bucket: a policy and, for example, an address.
    record Holder(Policy policy, String id) {}

    /// What one bucket says after a request was counted, or refused.
    record Reading(Policy policy, boolean counted, long remaining, long secondsToReset, long secondsToWait) {}

    private final Cache<Holder, Bucket> buckets;
    private final RateLimitProperties properties;
    private final TimeMeter time;

    RateLimits(RateLimitProperties properties, TimeMeter time) {
        this.properties = properties;
        this.time = time;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(properties.holders())
                .expireAfterAccess(properties.window().multipliedBy(2))
                .build();
    }

    /// Counts a request against each of `holders`. The last reading is the refusing one if any does; what the others
    /// had
    /// counted is given back.
    List<Reading> count(List<Holder> holders) {
        var readings = new ArrayList<Reading>(holders.size());
        for (var holder : holders) {
            var probe = bucket(holder).tryConsumeAndReturnRemaining(1);
            readings.add(reading(holder.policy(), probe));
            if (!probe.isConsumed()) {
                holders.subList(0, readings.size() - 1)
                        .forEach(earlier -> bucket(earlier).addTokens(1));
                break;
            }
        }
        return readings;
    }

    @Override
    public long secondsToWait(Client client) {
        var guesses = buckets.getIfPresent(guesses(client));
        return guesses == null ? 0 : ceiling(guesses.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    @Override
    public void wrong(Client client) {
        bucket(guesses(client)).tryConsume(1);
    }

    private static Holder guesses(Client client) {
        return new Holder(Policy.GUESSES, client.network());
    }

    private Bucket bucket(Holder holder) {
        return buckets.get(holder, this::filled);
    }

    private Bucket filled(Holder holder) {
        var quota = properties.of(holder.policy());
        Duration window = properties.window();
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(quota).refillGreedy(quota, window))
                .build();
    }

    private static Reading reading(Policy policy, ConsumptionProbe probe) {
        return new Reading(
                policy,
                probe.isConsumed(),
                probe.getRemainingTokens(),
                ceiling(probe.getNanosToWaitForReset()),
                ceiling(probe.getNanosToWaitForRefill()));
    }

    private static long ceiling(long nanos) {
        return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }
}
