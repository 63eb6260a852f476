package io.deskwire.gateway.address;

import io.deskwire.gateway.service.Service;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// The address table: which service answers a path and what is asked of its credentials. The first match counts.
///
/// Paths go on unchanged. Each address is a route, and one series in the metrics.
public enum Address {
    AUTH_LINKS(
            Service.AUTH,
            Guard.SIGN_IN_LINK,
            "/auth/v1/verify",
            "/auth/v1/confirm",
            "/auth/v1/callback",
            "/auth/v1/authorize",
            "/auth/v1/.well-known/**",
            "/auth/v1/sso/saml/acs",
            "/auth/v1/sso/saml/metadata"),
    AUTH_SIGN_IN(Service.AUTH, Guard.SIGN_IN, "/auth/v1/**"),
    AUTH_TOKEN(Service.AUTH, Guard.KEY_EXCHANGE, "/token"),
    AUTH_BOOTSTRAP(Service.AUTH, Guard.CALLER, "/auth/bootstrap"),
    /// Who reports a leaked key need not be known.
    AUTH_LEAKS(Service.AUTH, Guard.OPEN, "/api/v1/api-keys/leaks"),
    AUTH_API(
            Service.AUTH,
            Guard.CALLER,
            "/api/v1/tenants/**",
            "/api/v1/members/**",
            "/api/v1/invites/**",
            "/api/v1/roles/**",
            "/api/v1/permissions/**",
            "/api/v1/department-roles/**",
            "/api/v1/service-users/**",
            "/api/v1/api-keys/**",
            "/api/v1/audit/**"),
    REALTIME(Service.NOTIFICATION, Guard.REALTIME, "/realtime/v1/**"),
    EVENT_STREAM(Service.NOTIFICATION, Guard.CALLER, "/api/v1/events/stream"),
    NOTIFICATION_API(
            Service.NOTIFICATION,
            Guard.CALLER,
            "/api/v1/events/**",
            "/api/v1/notifications/**",
            "/api/v1/notification-preferences/**",
            "/api/v1/webhooks/**",
            "/api/v1/webhook-deliveries/**"),
    TICKETS_API(
            Service.TICKETS,
            Guard.CALLER,
            "/api/v1/tickets/**",
            "/api/v1/contacts/**",
            "/api/v1/organizations/**",
            "/api/v1/teams/**",
            "/api/v1/tags/**",
            "/api/v1/macros/**",
            "/api/v1/views/**",
            "/api/v1/sla-policies/**",
            "/api/v1/business-hours/**",
            "/api/v1/attachments/**"),
    PAIRING_DEVICE(
            Service.AUTOMATION, Guard.OPEN, "/automation/pairing/request", "/automation/pairing/status/{request}"),
    PAIRING_APPROVAL(Service.AUTOMATION, Guard.CALLER, "/automation/pairing/**"),
    AUTOMATION_API(Service.AUTOMATION, Guard.CALLER_OR_AGENT, "/api/v1/automation/**"),
    ACCOUNTS_API(Service.AUTOMATION, Guard.CALLER, "/api/v1/accounts/**");

    private final Service service;
    private final Guard guard;
    private final List<PathPattern> paths;

    Address(Service service, Guard guard, String... paths) {
        this.service = service;
        this.guard = guard;
        this.paths = Arrays.stream(paths)
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    }

    /// Empty for what no service answers, and for paths with dot segments, which a service might read otherwise.
    public static Optional<Address> of(PathContainer path) {
        return hasDotSegment(path)
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(address -> address.covers(path))
                        .findFirst();
    }

    public Service service() {
        return service;
    }

    public Guard guard() {
        return guard;
    }

    /// The route's id, as metrics show it.
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<PathPattern> paths() {
        return paths;
    }

    private boolean covers(PathContainer path) {
        for (var pattern : paths) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasDotSegment(PathContainer path) {
        for (var element : path.elements()) {
            if (element instanceof PathSegment segment
                    && (segment.valueToMatch().equals(".")
                            || segment.valueToMatch().equals(".."))) {
                return true;
            }
        }
        return false;
    }
}
