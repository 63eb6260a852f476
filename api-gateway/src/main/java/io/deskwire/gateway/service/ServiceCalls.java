package io.deskwire.gateway.service;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/// The gateway's own calls to services. Requests that pass through have another pool, so that neither waits for the
/// other.
public final class ServiceCalls {
    private static final int CONNECTIONS = 32;
    private static final int CONNECT_MILLIS = 1_000;

    private final Map<Service, HttpClient> clients = new EnumMap<>(Service.class);

    ServiceCalls(ServiceProperties services) {
        var pool = ConnectionProvider.builder("own-calls")
                .maxConnections(CONNECTIONS)
                // Shorter than the services keep a connection, so that no call meets one that just ended.
                .maxIdleTime(Duration.ofSeconds(10))
                .pendingAcquireTimeout(Duration.ofSeconds(2))
                .build();
        var http = HttpClient.create(pool)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .responseTimeout(Duration.ofSeconds(5));
        for (var service : Service.values()) {
            clients.put(service, http.baseUrl(services.origin(service)));
        }
    }

    /// Takes paths; answers within five seconds or fails.
    public HttpClient to(Service service) {
        return Objects.requireNonNull(clients.get(service));
    }
}
