package io.deskwire.gateway.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// What a service gets to see of a request's query: as it came, but with today's key in the place of a legacy one, and
/// without the secret key. Runs once the service's address is known, for HTTP and WebSockets alike.
final class OnwardQuery implements GlobalFilter, Ordered {
    private final LegacyKeys legacyKeys;

    OnwardQuery(LegacyKeys legacyKeys) {
        this.legacyKeys = legacyKeys;
    }

    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 1; // in whose place the address is set
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI target = exchange.getAttribute(GATEWAY_REQUEST_URL_ATTR);
        var query = target == null ? null : target.getRawQuery();
        if (target != null && query != null) {
            var onward = onward(query);
            if (!onward.equals(query)) {
                var address = target.toString();
                var base = address.substring(0, address.indexOf('?'));
                exchange.getAttributes()
                        .put(GATEWAY_REQUEST_URL_ATTR, URI.create(onward.isEmpty() ? base : base + "?" + onward));
            }
        }
        return chain.filter(exchange);
    }

    private String onward(String query) {
        return Arrays.stream(query.split("&", -1))
                .map(this::parameter)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("&"));
    }

    private @Nullable String parameter(String sent) {
        var equals = sent.indexOf('=');
        if (equals < 0 || !decoded(sent.substring(0, equals)).equals(Presented.API_KEY)) {
            return sent;
        }
        var key = decoded(sent.substring(equals + 1));
        var today = legacyKeys.today(key);
        if (today.startsWith(DeploymentKeys.SECRET_PREFIX)) {
            return null;
        }
        return today.equals(key) ? sent : Presented.API_KEY + "=" + today;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
