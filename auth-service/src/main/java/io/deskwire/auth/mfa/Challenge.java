package io.deskwire.auth.mfa;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A question for a code, to be answered once, from where it was asked.
record Challenge(
        UUID id, UUID factorId, String ip, @Nullable Instant verifiedAt, Instant createdAt) {

    boolean expired(Instant now, Duration life) {
        return !createdAt.plus(life).isAfter(now);
    }
}
