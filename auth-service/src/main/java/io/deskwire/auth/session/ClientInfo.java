package io.deskwire.auth.session;

import io.deskwire.auth.member.Workplace.Wish;
import io.deskwire.common.observe.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a sign-in says of its client. The address and the host are the gateway's word, never the client's.
///
/// @param tenantSlug the tenant chosen by `X-Tenant`, else the host's first label; only a wish until membership shows
/// @param tenantHost the whole host where no tenant is chosen by name: it may be a tenant's own domain
public record ClientInfo(
        @Nullable String userAgent,
        @Nullable String address,
        @Nullable String tenantSlug,
        @Nullable String tenantHost) {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MAX_USER_AGENT = 300;

    public static ClientInfo of(HttpServletRequest request) {
        var agent = request.getHeader("User-Agent");
        var chosen = request.getHeader("X-Tenant");
        var host = host(request);
        return new ClientInfo(
                agent == null ? null : agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT)),
                ClientAddress.of(request),
                slug(chosen != null ? chosen : host.split("\\.", 2)[0]),
                chosen != null || host.isEmpty() ? null : host);
    }

    Wish wish() {
        return new Wish(tenantHost, tenantSlug);
    }

    private static String host(HttpServletRequest request) {
        var host = request.getHeader("X-Forwarded-Host");
        return host == null ? "" : host.strip().toLowerCase(Locale.ROOT).split(":", 2)[0];
    }

    private static @Nullable String slug(String text) {
        return SLUG.matcher(text).matches() ? text : null;
    }
}
