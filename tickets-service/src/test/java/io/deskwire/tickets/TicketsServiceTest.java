package io.deskwire.tickets;

import io.deskwire.testsupport.RealServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/// The whole service on a random port, on real servers, with tokens from [Desk] and without a relay. Who is a member is
/// told by [io.deskwire.testsupport.event.PeopleEvents]; assigning somebody waits until it is heard of. All classes
/// so marked share one context.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RealServers("tickets")
@ContextConfiguration(initializers = Desk.Signing.class)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=tickets",
            "deskwire.relay.enabled=false",
            "deskwire.arrivals.patience=20s",
            "deskwire.tag.rename-batch=2"
        })
public @interface TicketsServiceTest {}
