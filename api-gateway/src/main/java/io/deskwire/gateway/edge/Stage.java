package io.deskwire.gateway.edge;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// One thing that happens to every request of the public port before it reaches its service.
///
/// As a `WebFilter`, but not found by type: those would also run on the management port, and in an order that no single
/// place shows. `PublicDoor` runs the stages.
@FunctionalInterface
public interface Stage {
    /// Fails with an exception to refuse the request.
    Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next);
}
