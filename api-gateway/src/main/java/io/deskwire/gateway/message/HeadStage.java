package io.deskwire.gateway.message;

import io.deskwire.gateway.edge.Stage;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Refuses requests whose head [HeadCheck] found fault with.
public final class HeadStage implements Stage {
    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        var mark = exchange.getRequest().getHeaders().getFirst(HeadCheck.MARK);
        if (mark == null) {
            return next.filter(exchange);
        }
        var fault = RequestFault.valueOf(mark);
        if (fault.concernsFraming()) {
            exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
        return Mono.error(new MalformedHeadException(fault.sentence()));
    }
}
