package io.deskwire.auth.mfa;

import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An enrolled second factor, with what guards it against guessing.
record Factor(
        UUID id,
        UserId userId,
        String friendlyName,
        boolean verified,
        Secret secret,
        Guesses guesses,
        @Nullable Instant lastChallengedAt,
        Instant createdAt,
        Instant updatedAt) {

    static final long NO_STEP = -1;

    /// @param lastStep the newest time step whose code was taken; below zero: none
    record Secret(byte[] sealed, long lastStep) {
        @Override
        public String toString() {
            return "Secret[" + lastStep + "]";
        }
    }

    static Factor enrolled(UUID id, UserId user, String name, byte[] sealed, Instant now) {
        return new Factor(id, user, name, false, new Secret(sealed, NO_STEP), Guesses.NONE, null, now, now);
    }

    /// A code was right: its step and those before are used up.
    Factor passed(long step, Instant now) {
        var used = new Secret(secret.sealed(), step);
        return new Factor(id, userId, friendlyName, true, used, Guesses.NONE, lastChallengedAt, createdAt, now);
    }

    Factor failed(Instant now) {
        var counted = guesses.another(now);
        return new Factor(id, userId, friendlyName, verified, secret, counted, lastChallengedAt, createdAt, updatedAt);
    }
}
