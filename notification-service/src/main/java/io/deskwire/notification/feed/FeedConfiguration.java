package io.deskwire.notification.feed;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FeedConfiguration {
    @Bean
    Gauge openStreams(EventStreams streams, MeterRegistry meters) {
        return Gauge.builder("deskwire.feed.streams", streams, EventStreams::open)
                .register(meters);
    }
}
