package io.deskwire.common.identity.revocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.IdentityProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The open revocations, in memory; looked at on every request, so a lookup is six hash probes. Thread-safe.
public final class Revocations {
    private record Target(
            Revocation.Kind kind, UUID id, @Nullable UUID tenant) {}

    private final Cache<Target, Instant> open;

    public Revocations(IdentityProperties properties) {
        this(properties.longestToken());
    }

    public Revocations(Duration longestToken) {
        this.open = Caffeine.newBuilder()
                .expireAfterWrite(longestToken.plusMinutes(1))
                .build();
    }

    public void add(Revocation revocation) {
        open.asMap()
                .merge(
                        new Target(revocation.kind(), revocation.id(), revocation.tenant()),
                        revocation.before(),
                        (a, b) -> a.isAfter(b) ? a : b);
    }

    public boolean cover(Caller caller) {
        var issuedAt = caller.issuedAt();
        var subject = caller.subject().value();
        var session = caller.session() == null ? null : caller.session().value();
        if (covered(Revocation.Kind.SESSION, session, null, issuedAt)
                || covered(Revocation.Kind.ROTATED_KEY, session, null, issuedAt)
                || covered(Revocation.Kind.ROTATED_PASSWORD, subject, null, issuedAt)
                || covered(Revocation.Kind.USER, subject, null, issuedAt)) {
            return true;
        }
        if (caller.tenant() == null) {
            return false;
        }
        var tenant = caller.tenant().value();
        return covered(Revocation.Kind.MEMBER, subject, tenant, issuedAt)
                || covered(Revocation.Kind.TENANT, tenant, null, issuedAt);
    }

    /// A session's id is never used again, so all of its tokens are meant, even one issued while the revocation was
    /// being committed. Otherwise a token of the very millisecond counts as issued before.
    private boolean covered(Revocation.Kind kind, @Nullable UUID id, @Nullable UUID tenant, Instant issuedAt) {
        if (id == null) {
            return false;
        }
        var before = open.getIfPresent(new Target(kind, id, tenant));
        return before != null && (kind == Revocation.Kind.SESSION || !issuedAt.isAfter(before));
    }
}
