package io.deskwire.gateway.address;

import io.deskwire.gateway.service.Service;
import java.util.ArrayList;
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
            "/api/v1/ticket-fields/**",
            "/api/v1/contacts/**",
            "/api/v1/organizations/**",
            "/api/v1/teams/**",
            "/api/v1/search/**",
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

    private static final List<Address> ALL = List.of(values());

    private final Service service;
    private final Guard guard;
    private final List<Form> forms;

    Address(Service service, Guard guard, String... paths) {
        this.service = service;
        this.guard = guard;
        this.forms = Arrays.stream(paths).map(Form::of).toList();
    }

    /// @param place of `word`, the pattern's last segment without a wildcard: looked at first, because it alone tells
    ///     most addresses apart
    private record Form(PathPattern pattern, int place, String word) {
        static Form of(String path) {
            var segments = path.substring(1).split("/");
            var place = segments.length - 1;
            while (segments[place].contains("*") || segments[place].contains("{")) {
                place--;
            }
            return new Form(PathPatternParser.defaultInstance.parse(path), place, segments[place]);
        }

        boolean covers(PathContainer path, List<String> segments) {
            return place < segments.size() && segments.get(place).equals(word) && pattern.matches(path);
        }
    }

    /// Empty for what no service answers, and for paths with dot segments, which a service might read otherwise.
    public static Optional<Address> of(PathContainer path) {
        var segments = segments(path);
        if (segments.contains(".") || segments.contains("..")) {
            return Optional.empty();
        }
        for (var address : ALL) {
            if (address.covers(path, segments)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
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
        return forms.stream().map(Form::pattern).toList();
    }

    private boolean covers(PathContainer path, List<String> segments) {
        for (var form : forms) {
            if (form.covers(path, segments)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> segments(PathContainer path) {
        var segments = new ArrayList<String>();
        for (var element : path.elements()) {
            if (element instanceof PathSegment segment) {
                segments.add(segment.valueToMatch());
            }
        }
        return segments;
    }
}
