package io.deskwire.auth.keyexchange;

import io.deskwire.auth.apikey.ApiKey;
import io.deskwire.auth.audit.Attribution;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.hook.AccessTokenHook;
import io.deskwire.auth.keyexchange.PresentedKey.Match;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.token.AccessTokens;
import io.deskwire.auth.token.AccessTokens.Grant;
import io.deskwire.auth.token.AccessTokens.TenantClaims;
import io.deskwire.auth.user.User;
import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.problem.Problem.Unavailable;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.access.TenantRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Swaps an API key for an access token of its service user.
///
/// Every refusal sounds the same; which part did not hold is nobody's business but the tenant's. One query by itself
/// and one signature: nothing is written but an audit entry a minute, the use is noted in memory.
@Service
class KeyExchange {
    private final KeyExchangeRepository keys;
    private final KeyUses uses;
    private final AccessTokens tokens;
    private final AuditLog audit;
    private final SystemAccess system;
    private final Clock clock;

    KeyExchange(
            KeyExchangeRepository keys,
            KeyUses uses,
            AccessTokens tokens,
            AuditLog audit,
            SystemAccess system,
            Clock clock) {
        this.keys = keys;
        this.uses = uses;
        this.tokens = tokens;
        this.audit = audit;
        this.system = system;
        this.clock = clock;
    }

    record Exchanged(String accessToken, String tokenType, long expiresIn, String tenantId, String tenantRole) {}

    Exchanged exchange(String text, String address, Duration life) {
        var publicId = ApiKeyFormat.publicId(text).orElseThrow(KeyExchange::refused);
        var now = clock.instant();
        var presented =
                system.query("key-exchange", () -> keys.presented(publicId)).orElseThrow(KeyExchange::refused);
        var secretEnds = switch (presented.match(text, now)) {
            case Match.Current() -> null;
            case Match.Previous(var until) -> until;
            case Match.Wrong() -> throw refused();
        };
        var key = presented.key();
        if (key.status() != ApiKey.Status.ACTIVE || presented.bannedAt(now) || !key.admits(address)) {
            throw refused();
        }
        var claims = new TenantClaims(
                key.tenantId(),
                TenantRole.SERVICE,
                key.permissions(presented.serviceUserPermissions()),
                presented.tenantSuspended(),
                presented.rateLimit());
        var amr = List.of(Map.<String, Object>of("method", "api_key", "timestamp", now.getEpochSecond()));
        var until = upTo(secretEnds, now, upTo(key.expiresAt(), now, life));
        var issued = issue(
                presented.serviceUser(), new Grant(now, key.id().session(), "aal1", amr, "api_key", claims, until));
        if (uses.note(key, address, now)) {
            system.run("key-use", () -> recordUse(key));
        }
        return new Exchanged(
                issued.token(), "bearer", issued.expiresIn(), claims.tenant().toString(), TenantRole.SERVICE.wire());
    }

    /// The access token hook speaks GoTrue's language, and this endpoint does not. Its no is a no; a hook that fails or
    /// does not answer lets nobody pass either, and the key works again when it does.
    private AccessTokens.Issued issue(User serviceUser, Grant grant) {
        try {
            return tokens.issue(serviceUser, grant);
        } catch (GoTrueException refusal) {
            if (refusal.code().equals(AccessTokenHook.REFUSED) && refusal.status() < 500) {
                throw new Forbidden("hook-refused", String.valueOf(refusal.getMessage()));
            }
            throw new Unavailable("the access token hook does not answer as it should; try again");
        }
    }

    private void recordUse(ApiKey key) {
        audit.recordBy(
                Attribution.serviceUser(key.serviceUserId(), key.id().session()),
                key.tenantId(),
                "api_key.used",
                key.id().value(),
                Map.of("name", key.name(), "prefix", key.prefix()));
    }

    /// No token outlives its key or its secret.
    private static Duration upTo(@Nullable Instant end, Instant now, Duration life) {
        if (end == null) {
            return life;
        }
        var left = Duration.between(now, end);
        return left.compareTo(life) < 0 ? left : life;
    }

    private static Unauthenticated refused() {
        return new Unauthenticated("the API key is not valid");
    }
}
