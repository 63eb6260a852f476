package io.deskwire.common.ratelimit;

import java.util.List;
import java.util.stream.Collectors;

/// What one bucket says after a request was counted, or refused.
///
/// @param secondsToReset until the quota is full again
/// @param secondsToWait until another request would be counted; 0 where this one was
public record Reading(Quota quota, boolean counted, long remaining, long secondsToReset, long secondsToWait) {
    /// The header `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers: `"credential";q=600;w=60`.
    public static String policies(List<Quota> quotas) {
        return quotas.stream()
                .map(quota -> "\"" + quota.policy() + "\";q=" + quota.limit() + ";w="
                        + quota.window().toSeconds())
                .collect(Collectors.joining(", "));
    }

    /// The header `RateLimit`: `"credential";r=599;t=1`.
    public static String states(List<Reading> readings) {
        return readings.stream()
                .map(reading -> "\"" + reading.quota().policy() + "\";r=" + reading.remaining() + ";t="
                        + reading.secondsToReset())
                .collect(Collectors.joining(", "));
    }
}
