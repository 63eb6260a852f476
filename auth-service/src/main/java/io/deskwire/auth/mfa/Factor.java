package io.deskwire.auth.mfa;

import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An enrolled second factor, with what guards it against guessing.
///
/// @param secret sealed
/// @param lastStep the newest time step whose code was taken; below zero: none
record Factor(
        UUID id,
        UserId userId,
        String friendlyName,
        boolean verified,
        byte[] secret,
        long lastStep,
        Guesses guesses,
        @Nullable Instant lastChallengedAt,
        Instant createdAt,
        Instant updatedAt) {

    static final long NO_STEP = -1;

    static Factor enrolled(UUID id, UserId user, String name, byte[] secret, Instant now) {
        return new Factor(id, user, name, false, secret, NO_STEP, Guesses.NONE, null, now, now);
    }

    /// A code was right: its step and those before are used up.
    Factor passed(long step, Instant now) {
        return new Factor(id, userId, friendlyName, true, secret, step, Guesses.NONE, lastChallengedAt, createdAt, now);
    }

    Factor failed(Instant now) {
        return new Factor(
                id,
                userId,
                friendlyName,
                verified,
                secret,
                lastStep,
                guesses.another(now),
                lastChallengedAt,
                createdAt,
                updatedAt);
    }
}
