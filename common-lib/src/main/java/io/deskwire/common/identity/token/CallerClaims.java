package io.deskwire.common.identity.token;

import com.nimbusds.jwt.JWTClaimsSet;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.identity.systemkey.SystemToken;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.access.TenantRole;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a [Caller] from verified claims; `docs/signing-in.md` tells what they say beyond GoTrue's.
final class CallerClaims {
    private static final List<String> FOR_POLICIES = List.of(
            "sub", "role", "tenant_id", "tenant_role", "permissions", "session_id", "is_service_user", "is_anonymous");

    /// What a person's or a service user's token says, and the secret key's never.
    private static final List<String> OF_USERS =
            List.of("email", "user_metadata", "app_metadata", "tenant_role", "permissions", "is_service_user");

    private static final Set<String> EVERYTHING =
            Arrays.stream(Permission.values()).map(Permission::key).collect(Collectors.toUnmodifiableSet());

    private CallerClaims() {}

    static Caller caller(JWTClaimsSet claims) throws InvalidTokenException {
        try {
            if (SystemToken.ROLE.equals(claims.getClaim("role"))) {
                return system(claims);
            }
            var tenant = uuid(claims.getStringClaim("tenant_id"), "tenant_id");
            var role = claims.getStringClaim("tenant_role");
            var permissions = claims.getStringListClaim("permissions");
            var subject = uuid(claims.getSubject(), "sub");
            if (subject == null) {
                throw new InvalidTokenException("the token names no subject");
            }
            return new Caller(
                    Boolean.TRUE.equals(claims.getBooleanClaim("is_service_user"))
                            ? Caller.Kind.SERVICE_USER
                            : Caller.Kind.USER,
                    new UserId(subject),
                    tenant == null ? null : new TenantId(tenant),
                    role == null ? null : TenantRole.of(role).orElse(null),
                    Set.copyOf(permissions == null ? List.of() : permissions),
                    credential(claims, uuid(claims.getStringClaim("session_id"), "session_id")),
                    "suspended".equals(claims.getStringClaim("tenant_status")),
                    forPolicies(claims),
                    null);
        } catch (ParseException failure) {
            throw new InvalidTokenException("the token has a claim of another type than expected");
        }
    }

    /// The bearer of the secret key. A token that is half a user's is nobody's: whatever let the role slip into it, a
    /// hook or a careless edit, must not open everything.
    private static Caller system(JWTClaimsSet claims) throws InvalidTokenException, ParseException {
        var foreign =
                OF_USERS.stream().filter(name -> claims.getClaim(name) != null).findFirst();
        if (foreign.isPresent()) {
            throw new InvalidTokenException("a token of the secret key has no " + foreign.get());
        }
        var key = uuid(claims.getStringClaim("session_id"), "session_id");
        if (key == null || !key.toString().equals(claims.getSubject())) {
            throw new InvalidTokenException("a token of the secret key names its key");
        }
        var tenant = uuid(claims.getStringClaim("tenant_id"), "tenant_id");
        var purpose = claims.getStringClaim(SystemToken.PURPOSE);
        if (purpose != null && !SystemToken.isPurpose(purpose)) {
            throw new InvalidTokenException("the token's purpose has another form than expected");
        }
        return new Caller(
                Caller.Kind.SYSTEM,
                new UserId(key),
                tenant == null ? null : new TenantId(tenant),
                null,
                EVERYTHING,
                credential(claims, key),
                false,
                forPolicies(claims),
                purpose);
    }

    /// A token of the secret key has no rate limit.
    private static Credential credential(JWTClaimsSet claims, @Nullable UUID session) throws ParseException {
        return new Credential(
                session == null ? null : new SessionId(session),
                issuedAt(claims),
                Instant.ofEpochMilli(claims.getExpirationTime().getTime()),
                claims.getIntegerClaim("rate_limit"));
    }

    /// `iat` has whole seconds; the milliseconds are in `jti`, where that is a UUIDv7 of the same second.
    private static Instant issuedAt(JWTClaimsSet claims) {
        var second = claims.getIssueTime().toInstant();
        return Optional.ofNullable(claims.getJWTID())
                .flatMap(Uuid7::parse)
                .flatMap(Uuid7::instantOf)
                .filter(instant -> instant.getEpochSecond() == second.getEpochSecond())
                .orElse(second);
    }

    /// What policies read and nothing else: metadata is unbounded and its owner's to write.
    private static String forPolicies(JWTClaimsSet claims) {
        var kept = new JWTClaimsSet.Builder();
        FOR_POLICIES.forEach(name -> kept.claim(name, claims.getClaim(name)));
        return kept.build().toString();
    }

    private static @Nullable UUID uuid(@Nullable String text, String claim) throws InvalidTokenException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Uuid7.parse(text)
                .orElseThrow(() -> new InvalidTokenException("the token's claim " + claim + " is not a UUID"));
    }
}
