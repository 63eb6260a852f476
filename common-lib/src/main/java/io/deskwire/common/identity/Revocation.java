package io.deskwire.common.identity;

import java.time.Instant;
import java.util.UUID;

/// What no longer counts although its token still verifies. Travels as the internal event `access.revoked`.
///
/// @param id the session, API key, user or tenant
/// @param before tokens issued up to this instant are refused; later ones are sound
public record Revocation(Kind kind, UUID id, Instant before) {
    public enum Kind {
        /// One session of a person, or one API key: both are a token's `session_id`.
        SESSION,
        /// The tokens that an API key's earlier secret was swapped for; `id` is the key, `before` its rotation.
        ROTATED_KEY,
        /// All of a person's or service user's tokens, for example after a ban or a changed membership.
        USER,
        /// All tokens of a tenant, for example when it is suspended.
        TENANT
    }
}
