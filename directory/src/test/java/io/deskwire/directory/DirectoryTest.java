package io.deskwire.directory;

import io.deskwire.testsupport.RealServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;

/// A service that has nothing but the directory. All classes so marked share one context.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealServers("tickets")
@SpringBootTest(
        classes = DirectoryTest.Service.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "deskwire.database.service=tickets",
            "deskwire.relay.enabled=false",
            "deskwire.arrivals.patience=" + DirectoryTest.SECONDS + "s",
            "deskwire.arrivals.recheck=20s",
            "deskwire.identity.issuer=http://nobody.invalid",
            "deskwire.identity.keys-url=http://nobody.invalid/keys"
        })
@interface DirectoryTest {
    /// Long enough for an event to arrive on a machine with other work, and short enough to wait for in vain once.
    int SECONDS = 15;

    Duration PATIENCE = Duration.ofSeconds(SECONDS);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    class Service {}
}
