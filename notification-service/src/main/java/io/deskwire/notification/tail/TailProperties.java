package io.deskwire.notification.tail;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How much of the recent past a node keeps in memory.
///
/// @param ringEvents of one tenant, at most
/// @param ringSize of one tenant's events, at most
/// @param ringAge older events are read from the history
/// @param memory of all tenants' rings together; the tenant that was quiet longest makes room
@ConfigurationProperties("deskwire.feed")
record TailProperties(
        @DefaultValue("1000") int ringEvents,
        @DefaultValue("1MB") DataSize ringSize,
        @DefaultValue("10m") Duration ringAge,
        @DefaultValue("48MB") DataSize memory) {}
