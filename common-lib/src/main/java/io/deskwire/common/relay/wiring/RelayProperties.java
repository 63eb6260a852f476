package io.deskwire.common.relay.wiring;

import io.deskwire.common.relay.RelaySettings.Mode;
import io.deskwire.contracts.event.Topic;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// A service whose outbox is relayed names the topic it goes to.
///
/// @param enabled false where this process only writes events, and another one or none sends them
/// @param mode `logical`, `poll`, or `auto`: whichever the server's `wal_level` allows
@ConfigurationProperties("deskwire.relay")
record RelayProperties(
        Topic topic,
        @DefaultValue("auto") Mode mode,
        @DefaultValue("true") boolean enabled) {}
