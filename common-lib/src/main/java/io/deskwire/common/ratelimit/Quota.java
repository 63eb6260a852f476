package io.deskwire.common.ratelimit;

import java.time.Duration;

/// So many requests per window: each may come at once, then they come back evenly.
///
/// @param policy names it in headers and refusals
/// @param window whole seconds
public record Quota(String policy, long limit, Duration window) {
    public Quota {
        if (limit < 1 || window.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "%s: %d per %s (expected: at least 1 per second)".formatted(policy, limit, window));
        }
    }
}
