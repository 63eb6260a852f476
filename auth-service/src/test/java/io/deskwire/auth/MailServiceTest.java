package io.deskwire.auth;

import io.deskwire.testsupport.Mailbox;
import io.deskwire.testsupport.MutableClock;
import io.deskwire.testsupport.RealServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;

/// The whole service as in production: addresses have to be confirmed, mail goes out (to the [Mailbox]), and the clock
/// stands still until a test moves it. All classes so marked share one context.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealServers("auth")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=auth",
            "deskwire.relay.enabled=false",
            "deskwire.auth.mailer-autoconfirm=false",
            "deskwire.auth.anonymous-sign-ins=true",
            "deskwire.auth.secret-key.key=" + AuthServiceTest.SECRET_KEY,
            "deskwire.auth.rate-limit.factor=100000",
            "deskwire.auth.seal.keys=a key of the tests and not a secret",
            "deskwire.auth.flow.redirect-allow-list=https://app.example.com/**,my_app://in"
        })
@ContextConfiguration(initializers = MailServiceTest.SendToMailbox.class)
@Import({MailServiceTest.Time.class, People.Beans.class})
public @interface MailServiceTest {
    class SendToMailbox implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of("deskwire.mail.smtp-url=" + Mailbox.smtpUrl()).applyTo(context);
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    class Time {
        @Bean
        @Primary
        MutableClock testClock() {
            return MutableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        }
    }
}
