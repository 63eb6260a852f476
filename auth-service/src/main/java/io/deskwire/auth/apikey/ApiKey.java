package io.deskwire.auth.apikey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.net.IpAddress;
import io.deskwire.common.net.Network;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A key of a service user, without its secret. As JSON this is its public image: in answers and in events.
///
/// @param prefix the visible beginning of the key, enough to recognise it; stays when the secret is rotated
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
        @JsonUnwrapped LastUse lastUse,
        @JsonUnwrapped Rotation rotation,
        Status status,
        long version,
        UserId createdBy,
        Instant createdAt) {

    /// When it was last swapped for a token and from where; up to a few seconds behind.
    public record LastUse(
            @Nullable Instant lastUsedAt, @Nullable String lastUsedIp) {
        static final LastUse NONE = new LastUse(null, null);
    }

    /// When its secret was last replaced, and until when the replaced one works.
    public record Rotation(
            @Nullable Instant rotatedAt, @Nullable Instant overlapEndsAt) {
        static final Rotation NONE = new Rotation(null, null);
    }

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
        return with(revokedAt, LastUse.NONE, rotation, status, version);
    }

    ApiKey revoked(Instant now) {
        return with(now, lastUse, rotation, Status.REVOKED, version + 1);
    }

    ApiKey rotated(Instant now, Instant overlapEnds) {
        return with(revokedAt, lastUse, new Rotation(now, overlapEnds), status, version + 1);
    }

    private ApiKey with(
            @Nullable Instant revoked, LastUse use, Rotation newRotation, Status newStatus, long newVersion) {
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
                use,
                newRotation,
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
        return rotation.overlapEndsAt() != null && rotation.overlapEndsAt().isAfter(now);
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
        var from = IpAddress.parse(address);
        return from.isPresent()
                && allowedCidrs.stream().flatMap(ApiKey::network).anyMatch(network -> network.contains(from.get()));
    }

    /// None for one that was stored when more notations were read: it admits nobody.
    private static Stream<Network> network(String cidr) {
        try {
            return Stream.of(Network.parse(cidr));
        } catch (IllegalArgumentException _) {
            return Stream.empty();
        }
    }
}
