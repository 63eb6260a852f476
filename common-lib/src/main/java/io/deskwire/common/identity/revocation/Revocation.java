package io.deskwire.common.identity.revocation;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What no longer counts although its token still verifies. Travels as the internal event `access.revoked`.
///
/// @param id the session, API key, user or tenant
/// @param before tokens issued up to this instant are refused; later ones are sound
/// @param tenant the tenant in which a [Kind#MEMBER] lost something; null for the other kinds
public record Revocation(
        Kind kind, UUID id, Instant before, @Nullable UUID tenant) {
    public enum Kind {
        /// One session of a person, or one API key: both are a token's `session_id`.
        SESSION,
        /// The tokens that an API key's earlier secret was swapped for; `id` is the key, `before` its rotation.
        ROTATED_KEY,
        /// A service user's tokens from before its password was rotated; `id` is the service user, `before` the
        /// rotation.
        ROTATED_PASSWORD,
        /// All of a person's or service user's tokens, for example after a ban.
        USER,
        /// A person's tokens in one tenant, after a removal or a lesser role. Its tokens in other tenants stay sound:
        /// no tenant's admin can disturb somebody's work elsewhere.
        MEMBER,
        /// All tokens of a tenant, for example when it is suspended.
        TENANT
    }

    public Revocation {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(before, "before");
    }

    public Revocation(Kind kind, UUID id, Instant before) {
        this(kind, id, before, null);
    }

    /// As it counts once it was committed. What a token says was read after the instant it bears; read before the
    /// commit, it is what was revoked. Not so a rotation's, which is told long after it.
    public Revocation committedAt(Instant commit) {
        return switch (kind) {
            case ROTATED_KEY, ROTATED_PASSWORD -> this;
            case SESSION, USER, MEMBER, TENANT ->
                commit.isBefore(before) ? this : new Revocation(kind, id, commit, tenant);
        };
    }

    public static Revocation ofMember(UserId user, TenantId tenant, Instant before) {
        return new Revocation(Kind.MEMBER, user.value(), before, tenant.value());
    }
}
