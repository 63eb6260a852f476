package io.deskwire.auth.member;

import io.deskwire.auth.platform.TenantName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a sign-in says of its client. The host is the gateway's word, never the client's; the address and the program
/// are in the audit and nowhere else.
///
/// @param tenantSlug the tenant chosen by `X-Tenant`, else the host's first label; only a wish until membership shows
/// @param tenantHost the whole host where no tenant is chosen by name: it may be a tenant's own domain
public record ClientInfo(
        @Nullable String tenantSlug, @Nullable String tenantHost) {

    public static final ClientInfo NONE = new ClientInfo(null, null);

    public static ClientInfo of(HttpServletRequest request) {
        var chosen = request.getHeader("X-Tenant");
        var host = host(request);
        return new ClientInfo(
                slug(chosen != null ? chosen : host.split("\\.", 2)[0]),
                chosen != null || host.isEmpty() ? null : host);
    }

    private static String host(HttpServletRequest request) {
        var host = request.getHeader("X-Forwarded-Host");
        return host == null ? "" : host.strip().toLowerCase(Locale.ROOT).split(":", 2)[0];
    }

    private static @Nullable String slug(String text) {
        return TenantName.SLUG.matcher(text).matches() ? text : null;
    }
}
