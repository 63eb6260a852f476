package io.deskwire.gateway.edge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {
    @Bean
    ArrivalStage arrivalStage(EdgeProperties edge) {
        return new ArrivalStage(new TrustedProxies(edge.trustedProxies()));
    }

    @Bean
    CorsStage corsStage(EdgeProperties edge) {
        return new CorsStage(edge.corsOrigins());
    }
}
