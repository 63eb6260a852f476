package io.deskwire.gateway.edge;

import io.deskwire.common.observe.RequestTrace;
import io.deskwire.gateway.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/// First of all: gives the request its [Arrival] and its id, and logs how it ended.
public final class ArrivalStage implements Stage {
    private static final Logger access = LoggerFactory.getLogger("io.deskwire.gateway.access");

    private final TrustedProxies proxies;

    ArrivalStage(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        if (!RequestEventLoop.has(exchange)) {
            return Mono.empty();
        }
        var request = exchange.getRequest();
        var headers = request.getHeaders();
        var parents = headers.getOrEmpty("traceparent");
        var arrival = new Arrival(
                RequestTrace.from(headers.getFirst("X-Request-Id"), parents.size() == 1 ? parents.getFirst() : null),
                proxies.client(request),
                Address.of(request.getPath().pathWithinApplication()).orElse(null));
        arrival.attach(exchange);
        exchange.getResponse().getHeaders().set("X-Request-Id", arrival.trace().id());
        if (!access.isDebugEnabled()) {
            return next.filter(exchange);
        }
        var start = System.nanoTime();
        return next.filter(exchange).doFinally(end -> log(exchange, arrival, start, end));
    }

    /// Without the query, which may hold a key.
    private static void log(ServerWebExchange exchange, Arrival arrival, long start, SignalType end) {
        var request = exchange.getRequest();
        var status = exchange.getResponse().getStatusCode();
        access.debug(
                "{} {} status={} ms={} route={} client={} request_id={}{}",
                request.getMethod(),
                request.getURI().getRawPath(),
                status == null ? 200 : status.value(),
                (System.nanoTime() - start) / 1_000_000,
                arrival.address() == null ? "-" : arrival.address().wire(),
                arrival.client().ip(),
                arrival.trace().id(),
                end == SignalType.CANCEL ? " client left" : "");
    }
}
