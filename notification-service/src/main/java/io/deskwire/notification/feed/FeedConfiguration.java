package io.deskwire.notification.feed;

import io.deskwire.notification.tail.EventTail;
import io.deskwire.notification.tail.TailConsumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FeedConfiguration {
    /// Part of readiness: a node that follows nothing tells nobody anything.
    @Bean
    HealthIndicator eventTailHealthIndicator(EventTail tail, TailConsumer consumer) {
        return () -> tail.isLive() && consumer.isAlive()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("reason", "the events' topics are not followed yet")
                        .build();
    }

    @Bean
    Gauge openStreams(EventStreams streams, MeterRegistry meters) {
        return Gauge.builder("deskwire.feed.streams", streams, EventStreams::open)
                .register(meters);
    }
}
