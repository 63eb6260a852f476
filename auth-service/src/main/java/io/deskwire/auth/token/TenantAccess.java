package io.deskwire.auth.token;

import io.deskwire.auth.token.AccessTokens.TenantClaims;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a person or a service user may do where, and for how long, as signing in needs to know it.
///
/// @param claims null for people who belong to no tenant
/// @param until when the session must end, because its password was replaced; null for no such end
public record TenantAccess(
        @Nullable TenantClaims claims, @Nullable Instant until) {
    public static final TenantAccess NOWHERE = new TenantAccess(null, null);

    public static TenantAccess endless(TenantClaims claims) {
        return new TenantAccess(claims, null);
    }
}
