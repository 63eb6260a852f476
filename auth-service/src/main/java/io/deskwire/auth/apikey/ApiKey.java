package io.deskwire.auth.apikey;

import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A key of a service user, without its secret. As JSON this is its public image: in answers and in events.
///
/// @param prefix the visible beginning of the key, enough to recognise it; stays when the secret is rotated
/// @param scopes the permissions it is cut down to; null for all of its service user's
/// @param allowedCidrs where it may come from; null for anywhere
/// @param lastUsedAt when it was last swapped for a token; up to a few seconds behind
/// @param rotatedAt when its secret was last replaced
/// @param overlapEndsAt until when the replaced secret works
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
        @Nullable Instant rotatedAt,
        @Nullable Instant overlapEndsAt,
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
        return with(revokedAt, null, null, rotatedAt, overlapEndsAt, status, version);
    }

    ApiKey revoked(Instant now) {
        return with(now, lastUsedAt, lastUsedIp, rotatedAt, overlapEndsAt, Status.REVOKED, version + 1);
    }

    ApiKey rotated(Instant now, Instant overlapEnds) {
        return with(revokedAt, lastUsedAt, lastUsedIp, now, overlapEnds, status, version + 1);
    }

    private ApiKey with(
            @Nullable Instant revoked,
            @Nullable Instant usedAt,
            @Nullable String usedIp,
            @Nullable Instant rotated,
            @Nullable Instant overlapEnds,
            Status newStatus,
            long newVersion) {
        return new ApiKey(
                id,
                tenantId,
                serviceUserId,
                name,
                prefix,
                scopes,
                allowedCidrs,
                expiresAt,
                revoked,
                usedAt,
                usedIp,
                rotated,
                overlapEnds,
                newStatus,
                newVersion,
                createdBy,
                createdAt);
    }

    String publicId() {
        return prefix.substring(ApiKeyFormat.PREFIX.length());
    }

    /// Whether an overlap of two secrets is under way.
    boolean overlaps(Instant now) {
        return overlapEndsAt != null && overlapEndsAt.isAfter(now);
    }

    /// What the bearer may do: the service user's permissions, cut down to the scopes.
    List<String> permissions(List<String> ofServiceUser) {
        return scopes == null
                ? ofServiceUser
                : ofServiceUser.stream().filter(scopes::contains).toList();
    }

    /// Whether a request from that address may use it.
    boolean admits(String address) {
        if (allowedCidrs == null) {
            return true;
        }
        var from = Network.address(address);
        return from.isPresent()
                && allowedCidrs.stream()
                        .flatMap(cidr -> Network.parse(cidr).stream())
                        .anyMatch(network -> network.contains(from.get()));
    }
}
