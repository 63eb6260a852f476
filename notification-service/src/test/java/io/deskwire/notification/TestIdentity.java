package io.deskwire.notification;

import io.deskwire.testsupport.TestTokens;
import java.time.Clock;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/// Tokens that the service under test accepts; the context has them as the bean `tokens`.
public class TestIdentity implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var tokens = TestTokens.start(Clock.systemUTC());
        context.getBeanFactory().registerSingleton("tokens", tokens);
        TestPropertyValues.of(
                        "deskwire.identity.keys-url=" + tokens.keysUrl(), "deskwire.identity.issuer=" + tokens.issuer())
                .applyTo(context);
    }
}
