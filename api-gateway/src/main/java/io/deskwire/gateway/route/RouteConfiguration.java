package io.deskwire.gateway.route;

import io.deskwire.gateway.service.ServiceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RouteConfiguration {
    @Bean
    ServiceRoutes serviceRoutes(ServiceProperties services) {
        return new ServiceRoutes(services);
    }

    @Bean
    AnswerHeaders answerHeaders() {
        return new AnswerHeaders();
    }
}
