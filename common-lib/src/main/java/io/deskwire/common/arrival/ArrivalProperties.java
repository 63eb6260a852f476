package io.deskwire.common.arrival;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param patience until what nobody has heard of counts as not there
/// @param recheck how often to look for what other nodes learnt
@ConfigurationProperties("deskwire.arrivals")
record ArrivalProperties(
        @DefaultValue("2s") Duration patience,
        @DefaultValue("250ms") Duration recheck) {}
