package io.deskwire.gateway.route;

import static org.springframework.cloud.gateway.support.RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import io.deskwire.gateway.address.Address;
import io.deskwire.gateway.edge.Arrival;
import io.deskwire.gateway.service.Service;
import io.deskwire.gateway.service.ServiceProperties;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Each [Address] is a route to its service.
///
/// Replaces the framework's own URL filter: that one takes the URL apart and encodes it again, and encodes twice where
/// the client left a character bare that it expects encoded. Here path and query go on as they came.
final class ServiceRoutes implements GlobalFilter, Ordered {
    private static final long NO_TIMEOUT = -1;

    private final Map<Service, String> origins = new EnumMap<>(Service.class);
    private final Map<Address, Route> routes = new EnumMap<>(Address.class);

    ServiceRoutes(ServiceProperties services) {
        for (var service : Service.values()) {
            origins.put(service, services.origin(service));
        }
        for (var address : Address.values()) {
            routes.put(address, route(address, services));
        }
    }

    Route of(Address address) {
        return Objects.requireNonNull(routes.get(address));
    }

    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        var address = Arrival.of(exchange).address();
        if (address == null) {
            return chain.filter(exchange);
        }
        exchange.getAttributes().put(GATEWAY_REQUEST_URL_ATTR, target(exchange, address.service()));
        return chain.filter(exchange);
    }

    private URI target(ServerWebExchange exchange, Service service) {
        var request = exchange.getRequest();
        var sent = request.getURI();
        var origin = String.valueOf(origins.get(service));
        // The framework would change the scheme itself, with the encoding trouble named above.
        var base = "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade())
                ? origin.replaceFirst("^http", "ws")
                : origin;
        var query = sent.getRawQuery();
        return URI.create(base + sent.getRawPath() + (query == null ? "" : "?" + query));
    }

    private static Route route(Address address, ServiceProperties services) {
        var route = Route.async()
                .id(address.wire())
                .uri(services.of(address.service()))
                .predicate(_ -> true); // whose route it is, the address has said
        return address == Address.EVENT_STREAM
                ? route.metadata(RESPONSE_TIMEOUT_ATTR, NO_TIMEOUT).build()
                : route.build();
    }
}
