package io.deskwire.auth.serviceuser;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service user of a tenant. As JSON this is its public image: in answers and in events.
///
/// @param permissions what it may do; a key's scopes only narrow this
/// @param rateLimit requests a minute; null for the tenant's default
/// @param lastUsedAt when it last signed in, refreshed or swapped a key; up to a few seconds behind
/// @param rotatedAt when its password was last replaced
/// @param overlapEndsAt until when the replaced password works
public record ServiceUser(
        UserId id,
        TenantId tenantId,
        String name,
        @Nullable String description,
        @Nullable String applicationId,
        @Nullable String applicationName,
        List<String> permissions,
        @Nullable Integer rateLimit,
        Status status,
        @Nullable Instant lastUsedAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant overlapEndsAt,
        long version,
        UserId createdBy,
        Instant createdAt,
        Instant updatedAt) {
    public static final int MAX_RATE = 1_000_000;

    public ServiceUser {
        permissions = List.copyOf(permissions);
    }

    public enum Status {
        ACTIVE,
        SUSPENDED
    }

    /// The same service user one version on; what is not anybody's to change stays as it was.
    ServiceUser next(ServiceUser before, Instant now) {
        return new ServiceUser(
                before.id,
                before.tenantId,
                name,
                description,
                applicationId,
                applicationName,
                permissions,
                rateLimit,
                status,
                before.lastUsedAt,
                before.rotatedAt,
                before.overlapEndsAt,
                before.version + 1,
                before.createdBy,
                before.createdAt,
                now);
    }

    /// With a new password, one version on.
    ServiceUser rotated(Instant now, Instant overlapEnds) {
        return with(lastUsedAt, now, overlapEnds, version + 1, now);
    }

    /// Whether the password before still works.
    boolean overlaps(Instant now) {
        return overlapEndsAt != null && overlapEndsAt.isAfter(now);
    }

    /// Without its use, which is noted now and then and is no change of the service user: the image that events carry.
    ServiceUser image() {
        return with(null, rotatedAt, overlapEndsAt, version, updatedAt);
    }

    private ServiceUser with(
            @Nullable Instant used,
            @Nullable Instant rotated,
            @Nullable Instant overlapEnds,
            long newVersion,
            Instant updated) {
        return new ServiceUser(
                id,
                tenantId,
                name,
                description,
                applicationId,
                applicationName,
                permissions,
                rateLimit,
                status,
                used,
                rotated,
                overlapEnds,
                newVersion,
                createdBy,
                createdAt,
                updated);
    }

    /// When a session begun at that instant must end, because its password was replaced since; null for never.
    @Nullable
    Instant endOfSessionsBegun(Instant begun) {
        return rotatedAt != null && begun.isBefore(rotatedAt) ? overlapEndsAt : null;
    }
}
