package io.deskwire.gateway.credential;

import io.deskwire.gateway.credential.Admission.Refused;
import io.deskwire.gateway.edge.Stage;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Lets in whoever was not refused.
public final class EntryStage implements Stage {
    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        return Admission.of(exchange) instanceof Refused(RuntimeException reason)
                ? Mono.error(reason)
                : next.filter(exchange);
    }
}
