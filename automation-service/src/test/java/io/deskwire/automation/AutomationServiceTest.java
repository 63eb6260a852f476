package io.deskwire.automation;

import io.deskwire.testsupport.RealServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/// The whole service on a random port, on real servers, with a clock that only tests move. All classes so marked share
/// one context.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealServers("automation")
@ContextConfiguration(initializers = Fleet.Identity.class)
@Import(Fleet.Beans.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.name=automation", "deskwire.relay.enabled=false"})
public @interface AutomationServiceTest {}
