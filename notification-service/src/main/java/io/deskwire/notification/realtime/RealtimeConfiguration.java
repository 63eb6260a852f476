package io.deskwire.notification.realtime;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class RealtimeConfiguration implements WebSocketConfigurer {
    private final RealtimeHandler handler;

    RealtimeConfiguration(RealtimeHandler handler, MeterRegistry meters) {
        this.handler = handler;
        meters.gauge("deskwire.realtime.connections", handler, RealtimeHandler::connections);
    }

    /// Any origin: what counts is the key, which the gateway has checked, and the token of each join.
    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(handler, "/realtime/v1/websocket").setAllowedOriginPatterns("*");
    }
}
