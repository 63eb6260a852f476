package io.deskwire.gateway.credential;

import io.deskwire.gateway.edge.Arrival;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/// What a service gets to see of a request's headers: nothing by which the sender could pass for somebody else,
/// and what the gateway found out itself. Over HTTP and at a WebSocket's start alike; runs after every other
/// header filter.
final class OnwardHeaders implements HttpHeadersFilter, Ordered {
    /// `x-tenant` itself is the client's to say: it chooses among the tenants of a sign-in.
    private static final List<String> FOREIGN_PREFIXES =
            List.of("x-forwarded-", "x-deskwire-", "x-user-", "x-tenant-", "x-auth-", "x-authenticated-", "x-caller-");

    private static final Set<String> FOREIGN = Set.of(
            "authorization",
            "forwarded",
            "x-request-id",
            "traceparent",
            "x-user",
            "x-role",
            "x-roles",
            "x-permissions",
            "x-api-key",
            "x-real-ip",
            "x-client-ip",
            "x-original-url",
            "x-original-uri",
            "x-rewrite-url",
            "true-client-ip",
            "cf-connecting-ip",
            "sb-forwarded-for");

    private final LegacyKeys legacyKeys;

    OnwardHeaders(LegacyKeys legacyKeys) {
        this.legacyKeys = legacyKeys;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public HttpHeaders filter(HttpHeaders sent, ServerWebExchange exchange) {
        var onward = new HttpHeaders();
        for (var header : sent.headerSet()) {
            // Some servers and their frameworks take an underscore for a hyphen.
            var name = header.getKey().toLowerCase(Locale.ROOT).replace('_', '-');
            if (isKey(name)) {
                var values = header.getValue().stream().map(legacyKeys::today).toList();
                if (values.stream().noneMatch(value -> value.startsWith(DeploymentKeys.SECRET_PREFIX))) {
                    onward.addAll(header.getKey(), values);
                }
            } else if (!isForeign(name)) {
                onward.addAll(header.getKey(), header.getValue());
            }
        }
        var arrival = Arrival.of(exchange);
        onward.set("X-Request-Id", arrival.trace().id());
        onward.set("traceparent", arrival.trace().traceparent());
        if (!arrival.trace().traceparent().equals(sent.getFirst("traceparent"))) {
            onward.remove("tracestate"); // it belongs to the trace that was given up
        }
        onward.set("X-Forwarded-For", arrival.client().ip());
        onward.set("X-Forwarded-Proto", arrival.client().scheme());
        onward.set("X-Forwarded-Host", arrival.client().host());
        onward.set("X-Forwarded-Port", arrival.client().port());
        var authorization = Admission.of(exchange).authorization();
        if (authorization != null) {
            onward.set(HttpHeaders.AUTHORIZATION, authorization);
        }
        return onward;
    }

    private static boolean isKey(String name) {
        return name.equals("apikey") || name.equals("api-key");
    }

    private static boolean isForeign(String name) {
        if (FOREIGN.contains(name)) {
            return true;
        }
        for (var prefix : FOREIGN_PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
