package io.deskwire.gateway.service;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ServiceConfiguration {
    @Bean
    ServiceCalls serviceCalls(ServiceProperties services) {
        return new ServiceCalls(services);
    }
}
