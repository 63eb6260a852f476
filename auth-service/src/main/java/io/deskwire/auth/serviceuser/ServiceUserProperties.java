package io.deskwire.auth.serviceuser;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long a service user's credentials live on.
///
/// @param overlap how long an old password or key works beside its successor where a rotation does not say
/// @param longestOverlap no rotation may ask for more
/// @param unusedAfter a service user that nobody used for that long is reported; zero for never
/// @param revokeKeysUnusedAfter an API key that nobody used for that long is revoked; zero for never
@ConfigurationProperties("deskwire.auth.service-users")
public record ServiceUserProperties(
        @DefaultValue("24h") Duration overlap,
        @DefaultValue("30d") Duration longestOverlap,
        @DefaultValue("90d") Duration unusedAfter,
        @DefaultValue("180d") Duration revokeKeysUnusedAfter) {

    public ServiceUserProperties {
        if (overlap.isNegative() || overlap.compareTo(longestOverlap) > 0) {
            throw new IllegalArgumentException(
                    "overlap: %s (expected: 0s to longest-overlap, %s)".formatted(overlap, longestOverlap));
        }
        if (unusedAfter.isNegative() || revokeKeysUnusedAfter.isNegative()) {
            throw new IllegalArgumentException("unused-after and revoke-keys-unused-after must not be negative");
        }
    }
}
