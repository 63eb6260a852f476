package io.deskwire.auth.apikey;

import io.deskwire.auth.audit.Actor;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.auth.token.AccessTokens;
import io.deskwire.auth.token.AccessTokens.Grant;
import io.deskwire.auth.token.AccessTokens.Place;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.tenancy.SystemAccess;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Swaps an API key for an access token of its service user.
///
/// Every refusal sounds the same; which part did not hold is nobody's business but the tenant's.
@Service
class KeyExchange {
    /// A key in constant use is not written down on every call.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final ApiKeyRepository keys;
    private final ServiceUserService machines;
    private final UserService users;
    private final AccessTokens tokens;
    private final AuditLog audit;
    private final SystemAccess system;
    private final Clock clock;

    KeyExchange(
            ApiKeyRepository keys,
            ServiceUserService machines,
            UserService users,
            AccessTokens tokens,
            AuditLog audit,
            SystemAccess system,
            Clock clock) {
        this.keys = keys;
        this.machines = machines;
        this.users = users;
        this.tokens = tokens;
        this.audit = audit;
        this.system = system;
        this.clock = clock;
    }

    record Exchanged(String accessToken, String tokenType, long expiresIn, String tenantId, String tenantRole) {}

    Exchanged exchange(String key, String address, Duration life) {
        var publicId = ApiKeyFormat.publicId(key).orElseThrow(KeyExchange::refused);
        return system.call("key-exchange", () -> exchange(publicId, key, address, life));
    }

    private Exchanged exchange(String publicId, String key, String address, Duration life) {
        var now = clock.instant();
        var presented = keys.presented(publicId, address).orElseThrow(KeyExchange::refused);
        var apiKey = presented.key();
        if (!MessageDigest.isEqual(presented.hash(), ApiKeyFormat.hash(key))
                || apiKey.status() != ApiKey.Status.ACTIVE
                || !presented.fromAllowedAddress()) {
            throw refused();
        }
        var place = machines.place(apiKey.serviceUserId()).orElseThrow(KeyExchange::refused);
        var user = users.find(apiKey.serviceUserId()).orElseThrow(KeyExchange::refused);
        if (user.banned(now)) {
            throw refused();
        }
        var narrowed = new Place(
                place.tenant(),
                TenantRole.SERVICE,
                apiKey.permissions(place.permissions()),
                place.suspended(),
                place.rateLimit());
        var amr = List.of(Map.<String, Object>of("method", "api_key", "timestamp", now.getEpochSecond()));
        var issued =
                tokens.issue(user, new Grant(apiKey.id(), "aal1", amr, narrowed, upTo(apiKey.expiresAt(), now, life)));
        noteUse(apiKey, address, now);
        audit.recordNowAndThen(
                Actor.machine(user.id(), apiKey.id()),
                place.tenant(),
                "api_key.used",
                apiKey.id(),
                Map.of("name", apiKey.name(), "prefix", apiKey.prefix()));
        return new Exchanged(
                issued.token(), "bearer", issued.expiresIn(), place.tenant().toString(), TenantRole.SERVICE.wire());
    }

    private void noteUse(ApiKey key, String address, Instant now) {
        if (key.lastUsedAt() == null || key.lastUsedAt().plus(USE_NOTED_EVERY).isBefore(now)) {
            keys.used(key, address, now);
        }
    }

    /// No token outlives its key.
    private static Duration upTo(@Nullable Instant expiresAt, Instant now, Duration life) {
        if (expiresAt == null) {
            return life;
        }
        var left = Duration.between(now, expiresAt);
        return left.compareTo(life) < 0 ? left : life;
    }

    private static Unauthenticated refused() {
        return new Unauthenticated("the API key is not valid");
    }
}
