package io.deskwire.gateway.edge;

import io.deskwire.common.net.IpAddress;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.gateway.address.Address;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/// What is known of a request as soon as its head has been read.
///
/// @param address null where no service answers the path
public record Arrival(
        RequestTrace trace, Client client, @Nullable Address address) {
    private static final String ATTRIBUTE = Arrival.class.getName();

    void attach(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    /// Of any request of the public port, from the first stage on.
    public static Arrival of(ServerWebExchange exchange) {
        return Objects.requireNonNull(exchange.getAttribute(ATTRIBUTE), "the request passed no stage");
    }

    /// Somebody trusted says where its request comes from; what is no IP address says nothing.
    public static void comesFrom(ServerWebExchange exchange, String ip) {
        IpAddress.parse(ip).ifPresent(origin -> {
            var known = of(exchange);
            var client =
                    new Client(origin, known.client().scheme(), known.client().host());
            new Arrival(known.trace(), client, known.address()).attach(exchange);
        });
    }
}
