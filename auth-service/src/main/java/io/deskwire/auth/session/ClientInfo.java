package io.deskwire.auth.session;

import io.deskwire.common.observe.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a sign-in says of its client. The address and the host are the gateway's word, never the client's.
///
/// @param tenantSlug the tenant chosen by `X-Tenant`, else the host's first label; only a wish until membership shows
public record ClientInfo(
        @Nullable String userAgent,
        @Nullable String address,
        @Nullable String tenantSlug) {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MAX_USER_AGENT = 300;

    public static ClientInfo of(HttpServletRequest request) {
        var agent = request.getHeader("User-Agent");
        return new ClientInfo(
                agent == null ? null : agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT)),
                ClientAddress.of(request),
                slug(request));
    }

    private static @Nullable String slug(HttpServletRequest request) {
        var chosen = request.getHeader("X-Tenant");
        var host = request.getHeader("X-Forwarded-Host");
        var slug = chosen != null ? chosen : host == null ? "" : host.split("\\.", 2)[0];
        return SLUG.matcher(slug).matches() ? slug : null;
    }
}
