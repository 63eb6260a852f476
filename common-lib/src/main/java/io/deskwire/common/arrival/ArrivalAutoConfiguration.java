package io.deskwire.common.arrival;

import io.deskwire.common.tenancy.SystemAccess;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

@AutoConfiguration(afterName = "io.deskwire.common.tenancy.TenancyAutoConfiguration")
@ConditionalOnBean(SystemAccess.class)
@EnableConfigurationProperties(ArrivalProperties.class)
class ArrivalAutoConfiguration {
    @Bean
    Arrivals arrivals(ArrivalProperties properties, MeterRegistry meters) {
        return new Arrivals(properties, meters);
    }
}
