package io.deskwire.gateway.route;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/// Drops from a service's answer what the gateway says itself, so that it is not said twice. Quotas of the
/// service's own join the gateway's in one list.
final class AnswerHeaders implements HttpHeadersFilter {
    private static final Set<String> OURS = Set.of("x-request-id", "server", "x-application-context", "keep-alive");

    private static final Set<String> QUOTAS = Set.of("ratelimit", "ratelimit-policy");

    @Override
    public HttpHeaders filter(HttpHeaders answered, ServerWebExchange exchange) {
        var kept = new HttpHeaders();
        for (var header : answered.headerSet()) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (QUOTAS.contains(name)) {
                var headers = exchange.getResponse().getHeaders();
                var all = new ArrayList<>(headers.getOrEmpty(name));
                all.addAll(header.getValue());
                headers.set(name, String.join(", ", all));
            } else if (!OURS.contains(name) && !name.startsWith("access-control-")) {
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
