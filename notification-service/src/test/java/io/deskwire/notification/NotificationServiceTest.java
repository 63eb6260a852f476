package io.deskwire.notification;

import io.deskwire.testsupport.RealServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/// The consumers, the API and the dispatcher on real servers, with short waits. All classes so marked share one
/// context.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealServers("notification")
@ContextConfiguration(initializers = TestIdentity.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=notification",
            "deskwire.relay.enabled=false",
            "deskwire.webhook.allowed-networks=127.0.0.0/8",
            "deskwire.webhook.retry-delays=0s,100ms,100ms,100ms",
            "deskwire.webhook.pause-after=3",
            "deskwire.webhook.pause=200ms",
            "deskwire.webhook.longest-pause=1s",
            "deskwire.webhook.timeout=5s"
        })
public @interface NotificationServiceTest {}
