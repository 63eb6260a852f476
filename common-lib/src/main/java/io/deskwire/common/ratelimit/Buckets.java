package io.deskwire.common.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The token buckets of this node, in memory. Thread-safe and without waiting.
///
/// Several nodes each count for themselves; with `n` of them a caller may get `n` times the quota.
public final class Buckets {
    private final Cache<BucketKey, Bucket> buckets;
    private final TimeMeter time;

    /// @param holders how many are counted at a time; the longest unseen are forgotten
    /// @param longestWindow of all quotas that will be asked for
    public Buckets(long holders, Duration longestWindow, TimeMeter time) {
        this.time = time;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(holders)
                .expireAfterAccess(longestWindow.multipliedBy(2))
                .build();
    }

    /// Counts a request against each of `holders`. The last reading is the refusing one if any does; what the others
    /// had counted is given back.
    public List<Reading> count(List<BucketKey> holders) {
        var readings = new ArrayList<Reading>(holders.size());
        for (var holder : holders) {
            var probe = bucket(holder).tryConsumeAndReturnRemaining(1);
            readings.add(reading(holder.quota(), probe));
            if (!probe.isConsumed()) {
                holders.subList(0, readings.size() - 1)
                        .forEach(earlier -> bucket(earlier).addTokens(1));
                break;
            }
        }
        return readings;
    }

    /// Counts one, if there is one left.
    public void take(BucketKey holder) {
        bucket(holder).tryConsume(1);
    }

    /// Until one is left; counts nothing.
    public long secondsToWait(BucketKey holder) {
        var spent = spent(holder);
        return spent == null ? 0 : spent.secondsToWait();
    }

    /// What the bucket says where none is left; null where one is. Counts nothing.
    public @Nullable Reading spent(BucketKey holder) {
        var known = buckets.getIfPresent(holder);
        if (known == null) {
            return null;
        }
        var next = known.estimateAbilityToConsume(1);
        if (next.canBeConsumed()) {
            return null;
        }
        var full = known.estimateAbilityToConsume(holder.quota().limit());
        return new Reading(
                holder.quota(),
                false,
                next.getRemainingTokens(),
                ceiling(full.getNanosToWaitForRefill()),
                ceiling(next.getNanosToWaitForRefill()));
    }

    private Bucket bucket(BucketKey holder) {
        return buckets.get(holder, this::filled);
    }

    private Bucket filled(BucketKey holder) {
        var quota = holder.quota();
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(quota.limit()).refillGreedy(quota.limit(), quota.window()))
                .build();
    }

    private static Reading reading(Quota quota, ConsumptionProbe probe) {
        return new Reading(
                quota,
                probe.isConsumed(),
                probe.getRemainingTokens(),
                ceiling(probe.getNanosToWaitForReset()),
                ceiling(probe.getNanosToWaitForRefill()));
    }

    private static long ceiling(long nanos) {
        return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }
}
