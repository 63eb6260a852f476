package io.deskwire.notification.webhook.endpoint;

import io.deskwire.common.patch.Patch;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.contracts.event.EventType;
import io.deskwire.notification.webhook.endpoint.Webhook.Draft;
import io.deskwire.notification.webhook.endpoint.Webhook.Status;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What an admin asks for, checked field by field.
///
/// @param eventTypes types of the catalogue, or `*`
record WebhookRequest(
        @Nullable String url,
        @Nullable List<@Nullable String> eventTypes,
        @Nullable String description,
        @Nullable Boolean ordered) {
    private static final Set<String> PATCHABLE = Set.of("url", "event_types", "description", "ordered", "status");
    private static final int URL_MAX = 2_000;
    private static final Pattern ZONE = Pattern.compile("\\[[^]]*%");
    private static final Pattern PORT = Pattern.compile(":([0-9]+)$");

    Draft draft() {
        var check = new FieldCheck();
        var draft = new Draft(
                url(check, check.text("url", url, URL_MAX)),
                types(check, check.texts("event_types", eventTypes, EventType.values().length, 100)),
                check.optionalText("description", description, 2_000),
                Boolean.TRUE.equals(ordered),
                Status.ACTIVE);
        check.done();
        return draft;
    }

    static Draft patched(Draft current, ObjectNode body) {
        var patch = new Patch(body, PATCHABLE);
        var check = patch.check();
        var draft = new Draft(
                url(check, patch.text("url", current.url(), URL_MAX)),
                types(check, patch.texts("event_types", current.eventTypes(), EventType.values().length, 100)),
                patch.optionalText("description", current.description(), 2_000),
                patch.flag("ordered", current.ordered()),
                patch.oneOf("status", Status.class, current.status()));
        patch.done();
        return draft;
    }

    /// Absolute, http or https, with a host and nothing that could mislead about it.
    private static String url(FieldCheck check, String url) {
        if (url.isEmpty()) {
            return url; // reported already
        }
        try {
            var uri = new URI(url);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            var authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
            if (!scheme.equals("http") && !scheme.equals("https") || authority.isEmpty()) {
                check.require(false, "url", "an http or https URL with a host is expected");
                return url;
            }
            check.require(
                    !authority.contains("@") && uri.getRawFragment() == null,
                    "url",
                    "must have neither a user nor a fragment");
            check.require(
                    !ZONE.matcher(authority).find(),
                    "url",
                    "must have no zone id ('%eth0'): it means something on one machine only");
            check.require(
                    validPort(authority), "url", "must have a port from 1 to 65535, or none for the scheme's own");
            check.require(
                    uri.getHost() != null || authority.contains("@") || !validPort(authority),
                    "url",
                    "has no valid host");
        } catch (URISyntaxException _) {
            check.require(false, "url", "is no URL");
        }
        return url;
    }

    /// The parser takes any number, and reads an authority with one that is too long as a name of its own kind.
    private static boolean validPort(String authority) {
        var port = PORT.matcher(authority);
        if (!port.find()) {
            return true;
        }
        var digits = port.group(1);
        return digits.length() <= 9 && Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65_535;
    }

    /// Notifications are somebody's own, and internal events nobody's: neither is for a tenant's endpoints.
    private static List<String> types(FieldCheck check, List<String> types) {
        check.require(!types.isEmpty(), "event_types", "at least one type or '*' is expected");
        types.forEach(type -> check.require(
                type.isEmpty()
                        || type.equals("*")
                        || EventType.of(type).filter(WebhookRequest::offered).isPresent(),
                "event_types",
                "'%s' is no type of event".formatted(type)));
        return types.stream().distinct().toList();
    }

    private static boolean offered(EventType type) {
        return !type.internal() && !type.table().equals("notifications");
    }
}
