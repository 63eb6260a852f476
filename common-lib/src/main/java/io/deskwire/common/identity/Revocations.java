package io.deskwire.common.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The open revocations, in memory; looked at on every request, so a lookup is four hash probes. Thread-safe.
public final class Revocations {
    private record Target(Revocation.Kind kind, UUID id) {}

    private final Cache<Target, Instant> open;

    public Revocations(IdentityProperties properties) {
        this(properties.longestToken());
    }

    Revocations(Duration longestToken) {
        this.open = Caffeine.newBuilder()
                .expireAfterWrite(longestToken.plusMinutes(1))
                .build();
    }

    public void add(Revocation revocation) {
        open.asMap()
                .merge(
                        new Target(revocation.kind(), revocation.id()),
                        revocation.before(),
                        (a, b) -> a.isAfter(b) ? a : b);
    }

    public boolean cover(Caller caller) {
        return covered(Revocation.Kind.SESSION, caller.session(), caller.issuedAt())
                || covered(Revocation.Kind.ROTATED_KEY, caller.session(), caller.issuedAt())
                || covered(Revocation.Kind.USER, caller.subject().value(), caller.issuedAt())
                || caller.tenant() != null
                        && covered(Revocation.Kind.TENANT, caller.tenant().value(), caller.issuedAt());
    }

    /// A session's id is never used again, so all of its tokens are meant, even one issued while the revocation was
    /// being committed. Otherwise `iat` has whole seconds: a token of the very second counts as issued before.
    private boolean covered(Revocation.Kind kind, @Nullable UUID id, Instant issuedAt) {
        if (id == null) {
            return false;
        }
        var before = open.getIfPresent(new Target(kind, id));
        return before != null && (kind == Revocation.Kind.SESSION || !issuedAt.isAfter(before));
    }
}
