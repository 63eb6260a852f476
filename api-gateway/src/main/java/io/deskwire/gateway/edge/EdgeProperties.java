package io.deskwire.gateway.edge;

import io.deskwire.common.net.Network;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What the public port lets in.
///
/// @param corsOrigins the browsers' origins that may read answers, credentials included;
///     `https://*.desk.example` covers every tenant's address
/// @param trustedProxies networks of our own reverse proxies, whose `X-Forwarded-*` headers count
/// @param maxBody larger request bodies are refused
/// @param probeTimeout a service has this long to say at `/health` that it is ready
/// @param probeCache how long a health answer is repeated
@ConfigurationProperties("deskwire.gateway")
public record EdgeProperties(
        @DefaultValue("http://localhost:3000") List<String> corsOrigins,
        @DefaultValue List<Network> trustedProxies,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("1500ms") Duration probeTimeout,
        @DefaultValue("1s") Duration probeCache) {

    public EdgeProperties {
        corsOrigins = corsOrigins.stream()
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .distinct()
                .toList();
        trustedProxies = List.copyOf(trustedProxies);
    }
}
