package io.deskwire.auth.user;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person or a machine that can sign in.
///
/// @param serviceTenant the tenant that owns a machine; null for people
/// @param appMetadata the platform's; trusted
/// @param userMetadata its owner may edit it, so nothing may be decided by it
public record User(
        UserId id,
        @Nullable String email,
        @Nullable String passwordHash,
        @Nullable Instant emailConfirmedAt,
        @Nullable Instant lastSignInAt,
        Map<String, Object> appMetadata,
        Map<String, Object> userMetadata,
        @Nullable Instant bannedUntil,
        @Nullable TenantId serviceTenant,
        @Nullable TenantId lastTenant,
        List<Identity> identities,
        Instant createdAt,
        Instant updatedAt) {

    /// How somebody proves who it is with one provider.
    public record Identity(
            java.util.UUID identityId,
            String providerId,
            String provider,
            Map<String, Object> identityData,
            @Nullable Instant lastSignInAt,
            Instant createdAt,
            Instant updatedAt) {}

    public boolean banned(Instant now) {
        return bannedUntil != null && bannedUntil.isAfter(now);
    }

    public boolean machine() {
        return serviceTenant != null;
    }
}
