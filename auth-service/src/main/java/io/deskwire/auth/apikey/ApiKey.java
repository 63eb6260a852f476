package io.deskwire.auth.apikey;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A key of a service user, without its secret. As JSON this is its public image: in answers and in events.
///
/// @param prefix the visible beginning of the key, enough to recognise it
/// @param scopes the permissions it is cut down to; null for all of its service user's
/// @param allowedCidrs where it may come from; null for anywhere
public record ApiKey(
        UUID id,
        TenantId tenantId,
        UserId serviceUserId,
        String name,
        String prefix,
        @Nullable List<String> scopes,
        @Nullable List<String> allowedCidrs,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedIp,
        Status status,
        long version,
        UserId createdBy,
        Instant createdAt) {

    public enum Status {
        ACTIVE,
        EXPIRED,
        REVOKED;

        static Status at(Instant now, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {
            if (revokedAt != null) {
                return REVOKED;
            }
            return expiresAt != null && !expiresAt.isAfter(now) ? EXPIRED : ACTIVE;
        }
    }

    /// Without its use, which is noted now and then and is no change of the key: the image that events carry.
    ApiKey image() {
        return new ApiKey(
                id,
                tenantId,
                serviceUserId,
                name,
                prefix,
                scopes,
                allowedCidrs,
                expiresAt,
                revokedAt,
                null,
                null,
                status,
                version,
                createdBy,
                createdAt);
    }

    ApiKey revoked(Instant now) {
        return new ApiKey(
                id,
                tenantId,
                serviceUserId,
                name,
                prefix,
                scopes,
                allowedCidrs,
                expiresAt,
                now,
                lastUsedAt,
                lastUsedIp,
                Status.REVOKED,
                version + 1,
                createdBy,
                createdAt);
    }

    /// What the bearer may do: the service user's permissions, cut down to the scopes.
    List<String> permissions(List<String> ofServiceUser) {
        return scopes == null
                ? ofServiceUser
                : ofServiceUser.stream().filter(scopes::contains).toList();
    }
}
