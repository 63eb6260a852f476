package io.deskwire.auth.serviceuser;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Made;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A service user of a tenant. As JSON this is its public image: in answers and in events.
///
/// @param lastUsedAt when it last signed in, refreshed or swapped a key; up to a few seconds behind
/// @param rotation of its password
public record ServiceUser(
        UserId id,
        TenantId tenantId,
        @JsonUnwrapped Profile profile,
        Status status,
        @Nullable Instant lastUsedAt,
        @JsonUnwrapped SecretRotation rotation,
        @JsonUnwrapped Made made,
        Instant updatedAt)
        implements Published {
    public static final int MAX_RATE = 1_000_000;

    /// What is said of it, and what it may do.
    ///
    /// @param permissions a key's scopes only narrow them
    /// @param rateLimit requests a minute; null for the tenant's default
    public record Profile(
            String name,
            @Nullable String description,
            @Nullable String applicationId,
            @Nullable String applicationName,
            List<String> permissions,
            @Nullable Integer rateLimit) {
        public Profile {
            permissions = List.copyOf(permissions);
        }
    }

    public enum Status {
        ACTIVE,
        SUSPENDED
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return made.version();
    }

    @Override
    public Audience audience() {
        return Audience.of(Permission.SERVICE_USERS_MANAGE);
    }

    public String name() {
        return profile.name();
    }

    public List<String> permissions() {
        return profile.permissions();
    }

    /// What of it may be changed.
    record Change(Profile profile, Status status) {}

    ServiceUser changed(Change change, Instant now) {
        return new ServiceUser(id, tenantId, change.profile(), change.status(), lastUsedAt, rotation, made.next(), now);
    }

    /// With a new password, one version on.
    ServiceUser rotated(Instant now, Instant overlapEnds) {
        var rotated = new SecretRotation(now, overlapEnds);
        return new ServiceUser(id, tenantId, profile, status, lastUsedAt, rotated, made.next(), now);
    }

    /// Without its use, which is noted now and then and is no change of the service user: the image that events carry.
    ServiceUser image() {
        return new ServiceUser(id, tenantId, profile, status, null, rotation, made, updatedAt);
    }

    /// When a session begun at that instant must end, because its password was replaced since; null for never.
    @Nullable
    Instant endOfSessionsBegun(Instant begun) {
        return rotation.rotatedAt() != null && begun.isBefore(rotation.rotatedAt()) ? rotation.overlapEndsAt() : null;
    }
}
