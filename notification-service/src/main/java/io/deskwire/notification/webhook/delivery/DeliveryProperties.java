package io.deskwire.notification.webhook.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How deliveries are sent.
///
/// @param timeout from the first byte of the connection to the last of the answer that is kept
/// @param inFlight deliveries under way to one endpoint at once; an `ordered` one has one
/// @param totalInFlight deliveries under way from this node
/// @param pauseAfter failures in a row after which an endpoint is only probed
/// @param kept how long deliveries can be looked up and replayed
@ConfigurationProperties("deskwire.webhook")
record DeliveryProperties(
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("8") int inFlight,
        @DefaultValue("512") int totalInFlight,
        @DefaultValue("5") int pauseAfter,
        @DefaultValue("7d") Duration kept) {}
