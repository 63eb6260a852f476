package io.deskwire.notification.webhook.endpoint;

import io.deskwire.common.net.Network;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param allowedNetworks private or loopback ranges, as CIDR, that webhooks may reach nevertheless
/// @param secretOverlap how long a rotated secret goes on signing, where the request says nothing
@ConfigurationProperties("deskwire.webhook")
public record WebhookProperties(
        @DefaultValue List<Network> allowedNetworks,
        @DefaultValue("24h") Duration secretOverlap) {

    public WebhookProperties {
        allowedNetworks = List.copyOf(allowedNetworks);
    }

    /// Keeps calls away from every other inner network.
    public AddressGuard guard() {
        return new AddressGuard(allowedNetworks);
    }
}
