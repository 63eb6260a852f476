package io.deskwire.notification.fanout;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param enabled whether this node turns events into notifications and deliveries
/// @param group prefix of the consumer groups' names
@ConfigurationProperties("deskwire.fanout")
record FanoutProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("notification") String group) {}
