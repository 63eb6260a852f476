package io.deskwire.auth.serviceuser;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a secret, a service user's password or an API key, was last replaced, and until when the replaced one works.
public record SecretRotation(
        @Nullable Instant rotatedAt, @Nullable Instant overlapEndsAt) {
    public static final SecretRotation NONE = new SecretRotation(null, null);

    /// Whether an overlap of two secrets is under way.
    public boolean overlaps(Instant now) {
        return overlapEndsAt != null && overlapEndsAt.isAfter(now);
    }
}
