package io.deskwire.notification.tail;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TailConfiguration {
    /// Part of readiness: a node that follows nothing tells nobody anything.
    @Bean
    HealthIndicator eventTailHealthIndicator(EventTail tail, TailConsumer consumer) {
        return () -> tail.isLive() && consumer.isAlive()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("reason", "the events' topics are not followed yet")
                        .build();
    }
}
