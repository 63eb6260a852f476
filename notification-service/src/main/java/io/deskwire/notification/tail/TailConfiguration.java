package io.deskwire.notification.tail;

import io.deskwire.common.event.EventParser;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class TailConfiguration {
    /// The tail reads what every group of the service reads, and holds on to it for longer.
    @Bean
    EventParser eventParser(JsonMapper json) {
        return EventParser.shared(json);
    }

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
