package io.deskwire.gateway.credential;

import io.deskwire.common.identity.PublishableKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/// The credentials a request carries, taken apart but not believed; legacy keys are replaced by today's.
///
/// @param authorization the whole header
/// @param bearer what follows `Bearer` in it, unless that is a publishable key: a frontend without a session sends it,
///     and it says nothing
/// @param apiKey the header `apikey`
/// @param askedKey the same in the query
record Presented(
        @Nullable String authorization,
        @Nullable String bearer,
        @Nullable String apiKey,
        @Nullable String askedKey,
        boolean ambiguous) {
    static final String API_KEY = "apikey";
    private static final String BEARER = "Bearer ";

    static Presented in(ServerHttpRequest request, LegacyKeys legacy) {
        var headers = request.getHeaders();
        var authorizations = headers.getOrEmpty(HttpHeaders.AUTHORIZATION);
        var apiKeys = headers.getOrEmpty(API_KEY);
        var asked = request.getQueryParams().getOrDefault(API_KEY, List.of());
        var authorization = authorizations.isEmpty() ? null : today(authorizations.getFirst(), legacy);
        return new Presented(
                authorization,
                bearer(authorization),
                apiKeys.isEmpty() ? null : legacy.today(apiKeys.getFirst()),
                asked.isEmpty() || asked.getFirst() == null ? null : legacy.today(asked.getFirst()),
                authorizations.size() > 1 || apiKeys.size() > 1);
    }

    private static String today(String authorization, LegacyKeys legacy) {
        if (!isBearer(authorization)) {
            return authorization;
        }
        var credential = authorization.substring(BEARER.length()).strip();
        var stands = legacy.today(credential);
        return stands.equals(credential) ? authorization : BEARER + stands;
    }

    /// The key of the deployment, which clients that cannot set headers put into the query.
    @Nullable
    String deploymentKey() {
        if (apiKey != null) {
            return apiKey;
        }
        return askedKey == null && bearerIsSecret() ? bearer : askedKey;
    }

    /// Addresses are logged and remembered everywhere: the secret key has no business there.
    boolean secretInQuery() {
        return askedKey != null && askedKey.startsWith(DeploymentKeys.SECRET_PREFIX);
    }

    boolean bearerIsSecret() {
        return bearer != null && bearer.startsWith(DeploymentKeys.SECRET_PREFIX);
    }

    boolean bearerIsApiKey() {
        return bearer != null && bearer.startsWith("dw_");
    }

    /// The `Authorization` header as a service may see it: without the publishable key.
    @Nullable
    String meaningfulAuthorization() {
        return bearer == null && isBearer(authorization) ? null : authorization;
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !isBearer(authorization)) {
            return null;
        }
        var credential = authorization.substring(BEARER.length()).strip();
        return credential.isEmpty() || PublishableKey.looksLike(credential) ? null : credential;
    }

    private static boolean isBearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }
}
