package io.deskwire.auth.signingkey;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Rotates the signing key without an outage: the new one is published, signs after the lead, and the old one stays
/// until its last token has ended.
@Service
class KeyRotation {
    private final SigningKeys signing;
    private final SigningKeyRepository keys;
    private final SigningKeyProperties settings;
    private final AuditLog audit;
    private final SystemAccess system;
    private final Clock clock;

    KeyRotation(
            SigningKeys signing,
            SigningKeyRepository keys,
            SigningKeyProperties settings,
            AuditLog audit,
            SystemAccess system,
            Clock clock) {
        this.signing = signing;
        this.keys = keys;
        this.settings = settings;
        this.audit = audit;
        this.system = system;
        this.clock = clock;
    }

    enum State {
        PENDING,
        ACTIVE,
        RETIRED
    }

    /// @param leavesAt when a retired key's last token has ended; null for the newest
    record KeyView(
            String kid,
            String algorithm,
            State state,
            Instant activatesAt,
            @Nullable Instant leavesAt) {}

    /// In the order in which they sign.
    List<KeyView> list() {
        var ring = signing.ring();
        var now = clock.instant();
        var active = ring.active(now);
        return ring.keys().stream()
                .map(key -> new KeyView(
                        key.jwk().getKeyID(),
                        key.algorithm().getName(),
                        key == active ? State.ACTIVE : ring.retired(key, now) ? State.RETIRED : State.PENDING,
                        key.activatesAt(),
                        signing.leavesAt(ring, key)))
                .toList();
    }

    /// @param lead until the new key signs; null for the configured lead
    /// @param dropPrevious the old keys are known to others: they leave at once, and all their tokens with them
    List<KeyView> rotate(@Nullable Duration lead, boolean dropPrevious) {
        if (signing.configured()) {
            throw new GoTrueException(
                    422,
                    "validation_failed",
                    "The signing keys are configured by DESKWIRE_JWT_KEYS; rotate them there");
        }
        system.run("key-rotation", () -> {
            keys.lock();
            var now = clock.instant();
            var before = new KeyRing(keys.all());
            if (before.hasPending(now) && !dropPrevious) {
                throw new GoTrueException(
                        409,
                        "conflict",
                        "A rotation is under way until "
                                + before.keys().getLast().activatesAt());
            }
            var wait = dropPrevious ? Duration.ZERO : lead == null ? settings.lead() : lead;
            var fresh = new SigningKey(KeyMaterial.generate(settings.algorithm()), now, now.plus(wait));
            keys.insert(fresh);
            if (dropPrevious) {
                before.keys().forEach(keys::delete);
            }
            audit.record(
                    null,
                    "signing_key.rotated",
                    null,
                    Map.of(
                            "kid", fresh.jwk().getKeyID(),
                            "activates_at", fresh.activatesAt().toString(),
                            "dropped_previous", dropPrevious));
        });
        signing.refresh();
        return list();
    }
}
