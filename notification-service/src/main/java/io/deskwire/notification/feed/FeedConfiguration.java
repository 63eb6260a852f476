package io.deskwire.notification.feed;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

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

    /// The database comes back, however long it takes: a batch that was passed over would be a hole in the history.
    /// Only an event that can never be stored becomes a dead letter, alone.
    @Bean(defaultCandidate = false)
    DefaultErrorHandler feedFailures(DeadLetterPublishingRecoverer letters) {
        var patience = new ExponentialBackOff(200, 2);
        patience.setMaxInterval(5_000);
        var failures = new DefaultErrorHandler(letters, patience);
        failures.addNotRetryableExceptions(DataIntegrityViolationException.class);
        return failures;
    }
}
