package io.deskwire.gateway.ratelimit;

import io.github.bucket4j.TimeMeter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {
    @Bean
    RateLimits rateLimits(RateLimitProperties properties) {
        return new RateLimits(properties, TimeMeter.SYSTEM_NANOTIME);
    }

    @Bean
    RateLimitStage rateLimitStage(RateLimits limits) {
        return new RateLimitStage(limits);
    }
}
