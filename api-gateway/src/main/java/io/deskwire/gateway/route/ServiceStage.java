package io.deskwire.gateway.route;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import io.deskwire.gateway.edge.Arrival;
import io.deskwire.gateway.edge.Stage;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Last of all: hands the request to the filters of its route. The address is known, so no handler or route is looked
/// for; what no service answers goes on to the gateway's own pages.
public final class ServiceStage implements Stage {
    private final ServiceRoutes routes;
    private final FilteringWebHandler filters;

    ServiceStage(ServiceRoutes routes, FilteringWebHandler filters) {
        this.routes = routes;
        this.filters = filters;
    }

    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        var address = Arrival.of(exchange).address();
        if (address == null) {
            return next.filter(exchange);
        }
        exchange.getAttributes().put(GATEWAY_ROUTE_ATTR, routes.of(address));
        return filters.handle(WholeAnswer.to(exchange));
    }
}
