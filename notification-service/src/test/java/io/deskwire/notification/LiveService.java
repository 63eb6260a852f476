package io.deskwire.notification;

import static org.awaitility.Awaitility.await;

import io.deskwire.notification.realtime.channel.TicketAudiences;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.RealServers;
import io.deskwire.testsupport.TestTokens;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The whole service on a random port, with real events coming in as the relays of the others produce them.
@RealServers("notification")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=notification",
            "deskwire.relay.enabled=false",
            "deskwire.feed.guard-every=200ms",
            "deskwire.realtime.guard-every=200ms",
            "deskwire.realtime.rules-every=200ms",
            "deskwire.realtime.patience.token=1s",
            "deskwire.realtime.patience.ticket=8s"
        })
public abstract class LiveService {
    protected static final TestTokens TOKENS = TestTokens.start(Clock.systemUTC());

    @LocalServerPort
    protected int port;

    @Value("${deskwire.kafka.bootstrap-servers}")
    protected String kafka;

    @DynamicPropertySource
    static void tokens(DynamicPropertyRegistry registry) {
        registry.add("deskwire.identity.keys-url", TOKENS::keysUrl);
        registry.add("deskwire.identity.issuer", TOKENS::issuer);
    }

    @Autowired
    private TicketAudiences audiences;

    /// Returns once the service has heard of the ticket, however long that takes after a start.
    protected UUID heardOf(UUID tenant, UUID ticket) {
        await().until(() -> audiences.of(tenant, ticket).isPresent());
        return ticket;
    }

    protected Api as(String token) {
        return Api.at("http://127.0.0.1:" + port).as(token);
    }

    /// An agent of the tenant who may read its tickets.
    protected static String reader(UUID tenant) {
        return TOKENS.member(tenant, UUID.randomUUID(), "agent", "tickets.read");
    }

    protected Publisher publisher() {
        return Publisher.to(kafka);
    }
}
