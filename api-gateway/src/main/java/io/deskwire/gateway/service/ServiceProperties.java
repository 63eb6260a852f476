package io.deskwire.gateway.service;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The services' base URLs, without a path.
@ConfigurationProperties("deskwire.services")
public record ServiceProperties(
        @DefaultValue("http://127.0.0.1:24332") URI auth,
        @DefaultValue("http://127.0.0.1:24333") URI tickets,
        @DefaultValue("http://127.0.0.1:24334") URI automation,
        @DefaultValue("http://127.0.0.1:24335") URI notification) {

    public ServiceProperties {
        for (var url : new URI[] {auth, tickets, automation, notification}) {
            var plain = url.getHost() != null && (url.getRawPath().isEmpty() || "/".equals(url.getRawPath()));
            if (!plain) {
                throw new IllegalArgumentException(
                        "deskwire.services: '" + url + "' (expected: scheme, host and port, such as http://auth:8080)");
            }
        }
    }

    public URI of(Service service) {
        return switch (service) {
            case AUTH -> auth;
            case TICKETS -> tickets;
            case AUTOMATION -> automation;
            case NOTIFICATION -> notification;
        };
    }

    /// Scheme and authority, to which a path can be appended.
    public String origin(Service service) {
        var url = of(service);
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
