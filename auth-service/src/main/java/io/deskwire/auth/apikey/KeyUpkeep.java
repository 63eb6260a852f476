package io.deskwire.auth.apikey;

import io.deskwire.auth.serviceuser.ServiceUserProperties;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What time does to keys: overlaps end, warnings fall due, unused ones are revoked. Every node may run it at any
/// time; each row is told of once, by the node that marked it.
@Component
class KeyUpkeep {
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

    /// Often, because a token that the old secret got before the rotation lives until this is told.
    @Scheduled(initialDelayString = "PT3S", fixedDelayString = "PT3S")
    void endOverlaps() {
        system.run(
                "key-overlaps",
                () -> upkeep.endOverlaps(clock.instant())
                        .forEach(key -> events.earlierSecretEnded(
                                key, Objects.requireNonNull(key.rotation().rotatedAt()))));
    }

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

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT1H")
    void revokeUnused() {
        var limit = properties.revokeKeysUnusedAfter();
        if (limit.equals(Duration.ZERO)) {
            return;
        }
        var now = clock.instant();
        system.run("unused-keys", () -> upkeep.longUnused(now.minus(limit), now).forEach(keys::revoke));
    }
}
