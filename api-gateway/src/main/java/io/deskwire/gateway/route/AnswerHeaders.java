package io.deskwire.gateway.route;

import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/// Drops from a service's answer what the gateway says itself, so that it is not said twice.
final class AnswerHeaders implements HttpHeadersFilter {
    private static final Set<String> OURS =
            Set.of("x-request-id", "ratelimit", "ratelimit-policy", "server", "x-application-context", "keep-alive");

    @Override
    public HttpHeaders filter(HttpHeaders answered, ServerWebExchange exchange) {
        var kept = new HttpHeaders();
        for (var header : answered.headerSet()) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (!OURS.contains(name) && !name.startsWith("access-control-")) {
                kept.addAll(header.getKey(), header.getValue());
            }
        }
        return kept;
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }
}
