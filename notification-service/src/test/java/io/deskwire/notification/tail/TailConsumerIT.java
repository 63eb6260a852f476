package io.deskwire.notification.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.EventParser;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Caller.Credential;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.notification.Publisher;
import io.deskwire.testsupport.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

class TailConsumerIT {
    private final EventTail tail = new EventTail(
            new TailProperties(1000, DataSize.ofMegabytes(1), Duration.ofMinutes(10), DataSize.ofMegabytes(48)),
            Clock.systemUTC());

    @Test
    void endsStreamsWhereNobodyCanSayWhoIsInATeam() throws Exception {
        var consumer = new TailConsumer(
                tail,
                new KafkaProperties(TestServers.kafka()),
                EventParser.forgetful(JsonMapper.builder().build()),
                (_, _) -> {
                    throw new DataAccessResourceFailureException("away");
                },
                _ -> {});
        consumer.start();
        try {
            assertThat(tail.awaitLive(Duration.ofSeconds(30))).isTrue();
            var acme = UUID.randomUUID();
            var queue = new EventQueue(100);
            tail.attach(reader(acme), queue);
            var publisher = Publisher.to(TestServers.kafka());
            publisher.ticketCreated(acme, "for all");
            await().until(() -> queue.poll(Duration.ofMillis(100)) != null);
            var toATeam = new Audience("tickets.read", List.of(), List.of(), List.of(UUID.randomUUID()));
            publisher.ticketCreated(acme, "for a team", toATeam);
            await().until(queue::isBroken);

            var next = new EventQueue(100);
            tail.attach(reader(acme), next);
            publisher.ticketCreated(acme, "for all");
            await().until(() -> next.poll(Duration.ofMillis(100)) != null);
        } finally {
            consumer.stop();
        }
    }

    @Test
    void goesOnWithoutAGapWhenKafkaComesBack() throws Exception {
        try (var kafka = TestServers.ownKafka()) {
            var consumer = new TailConsumer(
                    tail,
                    new KafkaProperties(kafka.bootstrapServers()),
                    EventParser.forgetful(JsonMapper.builder().build()),
                    (_, _) -> Set.of(),
                    _ -> {});
            consumer.start();
            assertThat(tail.awaitLive(Duration.ofSeconds(30))).isTrue();
            var acme = UUID.randomUUID();
            var queue = new EventQueue(100);
            tail.attach(reader(acme), queue);
            var publisher = Publisher.to(kafka.bootstrapServers());
            var sent = new ArrayList<String>();
            sent.add(publisher.ticketCreated(acme, "before").toString());

            kafka.stop();
            kafka.start();
            for (int i = 0; i < 5; i++) {
                sent.add(publisher.ticketCreated(acme, "after " + i).toString());
            }

            var seen = new ArrayList<String>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                var event = queue.poll(Duration.ofMillis(100));
                if (event != null) {
                    seen.add(event.event().subject());
                }
                return seen.size() == sent.size();
            });
            assertThat(seen).isEqualTo(sent);
            assertThat(queue.isBroken()).isFalse();
            assertThat(consumer.isAlive()).isTrue();
            consumer.stop();
        }
    }

    private static Caller reader(UUID tenant) {
        return new Caller(
                Caller.Kind.USER,
                new UserId(UUID.randomUUID()),
                new TenantId(tenant),
                null,
                Set.of("tickets.read"),
                new Credential(null, Instant.EPOCH, Instant.MAX, null),
                false,
                "{}",
                null);
    }
}
