package io.deskwire.auth.apikey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.serviceuser.SecretRotation;
import io.deskwire.common.aggregate.Made;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.net.IpAddress;
import io.deskwire.common.net.Network;
import io.deskwire.contracts.access.Permission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A key of a service user, without its secret. As JSON this is its public image: in answers and in events.
public record ApiKey(
        ApiKeyId id,
        TenantId tenantId,
        @JsonUnwrapped Label label,
        @JsonUnwrapped Limits limits,
        @Nullable Instant revokedAt,
        @JsonUnwrapped LastUse lastUse,
        @JsonUnwrapped SecretRotation rotation,
        Status status,
        @JsonUnwrapped Made made)
        implements Published {

    /// Whose it is, and how people tell it from others.
    ///
    /// @param prefix the visible beginning of the key, enough to recognise it; stays when the secret is rotated
    public record Label(UserId serviceUserId, String name, String prefix) {}

    /// What it is cut down to.
    ///
    /// @param scopes permissions; null for all of its service user's
    /// @param allowedCidrs where it may come from; null for anywhere
    /// @param expiresAt null for never
    public record Limits(
            @Nullable List<String> scopes,
            @Nullable List<String> allowedCidrs,
            @Nullable Instant expiresAt) {
        public static final Limits NONE = new Limits(null, null, null);

        Status status(Instant now, @Nullable Instant revokedAt) {
            if (revokedAt != null) {
                return Status.REVOKED;
            }
            return expiresAt != null && !expiresAt.isAfter(now) ? Status.EXPIRED : Status.ACTIVE;
        }
    }

    /// When it was last swapped for a token and from where; up to a few seconds behind.
    public record LastUse(
            @Nullable Instant lastUsedAt, @Nullable String lastUsedIp) {
        static final LastUse NONE = new LastUse(null, null);
    }

    public enum Status {
        ACTIVE,
        EXPIRED,
        REVOKED
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
        return Audience.of(Permission.API_KEYS_MANAGE);
    }

    public UserId serviceUserId() {
        return label.serviceUserId();
    }

    public String name() {
        return label.name();
    }

    public String prefix() {
        return label.prefix();
    }

    public @Nullable Instant expiresAt() {
        return limits.expiresAt();
    }

    /// Without its use, which is noted now and then and is no change of the key: the image that events carry.
    ApiKey image() {
        return new ApiKey(id, tenantId, label, limits, revokedAt, LastUse.NONE, rotation, status, made);
    }

    ApiKey revoked(Instant now) {
        return new ApiKey(id, tenantId, label, limits, now, lastUse, rotation, Status.REVOKED, made.next());
    }

    ApiKey rotated(Instant now, Instant overlapEnds) {
        var rotated = new SecretRotation(now, overlapEnds);
        return new ApiKey(id, tenantId, label, limits, revokedAt, lastUse, rotated, status, made.next());
    }

    String publicId() {
        return label.prefix().substring(ApiKeyFormat.PREFIX.length());
    }

    /// What the bearer may do: the service user's permissions, cut down to the scopes.
    public List<String> permissions(List<String> ofServiceUser) {
        var scopes = limits.scopes();
        return scopes == null
                ? ofServiceUser
                : ofServiceUser.stream().filter(scopes::contains).toList();
    }

    /// Whether a request from that address may use it.
    public boolean admits(String address) {
        var allowedCidrs = limits.allowedCidrs();
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
