package io.deskwire.auth.tenant;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param grace how long a deleted tenant can be restored; afterwards it is erased
/// @param eraseEvery how often tenants whose grace is over are looked for: first their services end, then they do
@ConfigurationProperties("deskwire.auth.tenant")
public record TenantProperties(
        @DefaultValue("30d") Duration grace,
        @DefaultValue("10m") Duration eraseEvery) {
    public TenantProperties {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace: " + grace + " (expected: not negative)");
        }
    }
}
