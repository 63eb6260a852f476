package io.deskwire.gateway.platform;

import io.deskwire.gateway.edge.RequestEventLoop;
import io.deskwire.gateway.edge.Stage;
import java.util.List;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Leads every request of the public port through the stages, in their order; requests of the management port pass by.
final class PublicDoor implements WebFilter {
    private static final int NONE = -1;

    private final List<Stage> stages;
    private volatile int managementPort = NONE;

    PublicDoor(List<Stage> stages) {
        this.stages = List.copyOf(stages);
    }

    @EventListener
    void on(WebServerInitializedEvent started) {
        if ("management".equals(started.getApplicationContext().getServerNamespace())) {
            managementPort = started.getWebServer().getPort();
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var local = exchange.getRequest().getLocalAddress();
        return local != null && local.getPort() == managementPort
                ? chain.filter(exchange)
                : RequestEventLoop.begin(exchange, () -> from(0, chain).filter(exchange));
    }

    private WebFilterChain from(int index, WebFilterChain end) {
        return index == stages.size() ? end : exchange -> stages.get(index).pass(exchange, from(index + 1, end));
    }
}
