package io.deskwire.auth.apikey;

import io.deskwire.auth.serviceuser.AgingCredentials;
import io.deskwire.auth.serviceuser.ServiceUserProperties;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What time does to keys: an earlier secret ends with its overlap, warnings fall due, unused keys are revoked.
@Component
class KeyUpkeep implements AgingCredentials {
    /// Days before a key's end at which its tenant is warned.
    private static final Integer[] WARNINGS = {30, 7, 1};

    private final KeyUpkeepRepository upkeep;
    private final ApiKeyService keys;
    private final KeyEvents events;
    private final ServiceUserProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    KeyUpkeep(
            KeyUpkeepRepository upkeep,
            ApiKeyService keys,
            KeyEvents events,
            ServiceUserProperties properties,
            SystemAccess system,
            Clock clock) {
        this.upkeep = upkeep;
        this.keys = keys;
        this.events = events;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    @Override
    public Purposes purposes() {
        return new Purposes("key-overlaps", "unused-keys");
    }

    @Override
    public void endOverlaps(Instant now) {
        upkeep.endOverlaps(now)
                .forEach(key -> events.earlierSecretEnded(
                        key, Objects.requireNonNull(key.rotation().rotatedAt())));
    }

    @Override
    public Duration unusedLimit() {
        return properties.revokeKeysUnusedAfter();
    }

    @Override
    public void unused(Instant since, Instant now) {
        upkeep.longUnused(since, now).forEach(keys::revoke);
    }

    /// Every node may warn at any time; each warning is given once, by the node that marked it.
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
    void warn() {
        var now = clock.instant();
        system.run("key-expiry", () -> upkeep.warnExpiring(WARNINGS, now).forEach(key -> warn(key, now)));
    }

    private void warn(ApiKey key, Instant now) {
        var expires = Objects.requireNonNull(key.expiresAt());
        var left = Duration.between(now, expires);
        events.expiring(key);
        events.mailExpiring(upkeep.notice(key), expires, Math.ceilDiv(left.toSeconds(), TimeUnit.DAYS.toSeconds(1)));
    }
}
