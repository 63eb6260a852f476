package io.deskwire.notification;

import io.deskwire.testsupport.TestTokens;
import java.time.Clock;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/// Tokens that the service under test accepts.
@TestConfiguration(proxyBeanMethods = false)
public class TestIdentity {
    @Bean
    TestTokens tokens() {
        return TestTokens.start(Clock.systemUTC());
    }

    @Bean
    DynamicPropertyRegistrar identity(TestTokens tokens) {
        return properties -> {
            properties.add("deskwire.identity.auth-url", tokens::url);
            properties.add("deskwire.identity.public-url", tokens::url);
        };
    }
}
