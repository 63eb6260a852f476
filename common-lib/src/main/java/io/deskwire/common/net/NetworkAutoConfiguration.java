package io.deskwire.common.net;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.context.annotation.Bean;

@AutoConfiguration
class NetworkAutoConfiguration {
    /// Static, because settings are bound before other beans are made.
    @Bean
    @ConfigurationPropertiesBinding
    static NetworkConverter networkConverter() {
        return new NetworkConverter();
    }
}
