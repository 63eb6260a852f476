package io.deskwire.common.ratelimit;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/// Whether to do a thing at once or to wait for more of its kind: whoever has little to do never waits, and under load
/// much is done in one go. Thread-safe.
public final class Haste {
    private static final int IN_A_ROW = 20;
    private static final int A_SECOND = 5;

    private final Bucket allowance = Bucket.builder()
            .addLimit(limit -> limit.capacity(IN_A_ROW).refillGreedy(A_SECOND, Duration.ofSeconds(1)))
            .build();

    /// Asked each time; counts what is done at once.
    public boolean atOnce() {
        return allowance.tryConsume(1);
    }
}
