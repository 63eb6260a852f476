package io.deskwire.notification.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.LiveService;
import io.deskwire.notification.realtime.channel.TicketAudiences;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/// While nobody can say who may read a ticket, nobody comes in, and nobody is put out.
class RulesAwayIT extends LiveService {
    private static final Map<String, Object> PRIVATE =
            Map.of("private", true, "broadcast", Map.of("self", true, "ack", true));
    private static final AtomicBoolean AWAY = new AtomicBoolean();
    private static final AtomicInteger FAILED = new AtomicInteger();

    @TestConfiguration(proxyBeanMethods = false)
    static class Outage {
        @Bean
        static BeanPostProcessor outage() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof TicketAudiences there ? failing(there) : bean;
                }
            };
        }

        private static TicketAudiences failing(TicketAudiences there) {
            return (tenant, ticket) -> {
                if (AWAY.get()) {
                    FAILED.incrementAndGet();
                    throw new IllegalStateException("the database is away");
                }
                return there.of(tenant, ticket);
            };
        }
    }

    @AfterEach
    void comesBack() {
        AWAY.set(false);
    }

    @Test
    void keepsWhoIsInThroughARenewalAndPutsThemOutLater() {
        var tenant = UUID.randomUUID();
        var user = UUID.randomUUID();
        var ticket =
                heardOf(tenant, publisher().ticketCreated(tenant, "Late", new Audience("tickets.read", List.of(user))));
        var channel = "ticket:" + ticket;
        try (var client = Browser.at(port);
                var late = Browser.at(port)) {
            var joined = client.join(channel, TOKENS.member(tenant, user, "client", "tickets.read_own"), PRIVATE);
            assertThat(joined.payload().path("status").asString()).isEqualTo("ok");

            AWAY.set(true);
            client.token(channel, TOKENS.member(tenant, user, "client", "tickets.read_own"));
            client.settle();
            var before = FAILED.get();
            await().until(() -> FAILED.get() > before);
            var refused = late.join(channel, reader(tenant), PRIVATE);
            assertThat(refused.payload().path("response").path("reason").asString())
                    .contains("cannot be looked up");
            client.reply(client.broadcast(channel, "still here", 1));
            await().untilAsserted(() -> assertThat(client.broadcasts()).containsExactly("still here 1"));
            assertThat(client.heard(channel, "phx_error")).isFalse();

            AWAY.set(false);
            publisher().ticketSeenBy(tenant, ticket, 2, new Audience("tickets.read", List.of()));
            client.first(message -> message.event().equals("phx_error"));
        }
    }
}
