package io.deskwire.gateway.credential;

import io.deskwire.common.identity.systemkey.SystemToken;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/// What the holder of the secret key chose for a request. It goes into the token that the key is swapped for; the
/// headers themselves reach no service as something to believe.
///
/// @param tenant slug or id
record Chosen(@Nullable String purpose, @Nullable String tenant) {
    static final Chosen NOTHING = new Chosen(null, null);
    private static final String TENANT_HEADER = "X-Tenant";

    static Chosen in(ServerHttpRequest request) {
        return new Chosen(said(request, SystemToken.PURPOSE_HEADER), said(request, TENANT_HEADER));
    }

    private static @Nullable String said(ServerHttpRequest request, String header) {
        var value = request.getHeaders().getFirst(header);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
