package io.deskwire.common.relay.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.common.relay.OutboxDatabase;
import io.deskwire.common.relay.OutboxRelay;
import io.deskwire.common.relay.RelayStatus.State;
import io.deskwire.common.relay.TopicReader;
import io.deskwire.testsupport.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RelayAutoConfigurationIT {
    private final OutboxDatabase outbox = new OutboxDatabase(TestServers.database("tickets"));
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RelayAutoConfiguration.class))
            .withBean(Clock.class, Clock::systemUTC)
            .withPropertyValues(
                    "deskwire.database.service=tickets",
                    "deskwire.database.host=" + outbox.database.host(),
                    "deskwire.database.port=" + outbox.database.port(),
                    "deskwire.database.name=" + outbox.database.name(),
                    "deskwire.database.password=" + outbox.database.password(),
                    "deskwire.kafka.bootstrap-servers=" + TestServers.kafka());

    @AfterEach
    void dropSlot() {
        outbox.close();
    }

    @Test
    void serviceThatNamesATopicRelaysItsOutbox() {
        application.withPropertyValues("deskwire.relay.topic=tickets").run(context -> {
            var tenant = UUID.randomUUID();
            var relay = context.getBean(OutboxRelay.class);
            var health = context.getBean(HealthIndicator.class);
            var meters = new SimpleMeterRegistry();
            context.getBean(RelayMetrics.class).bindTo(meters);
            try (var reader = new TopicReader(TestServers.kafka())) {
                reader.awaitAll(List.of(outbox.append(tenant, 1)));
            }
            await().until(() -> relay.status().slot() != null);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails()).containsKeys("state", "mode", "pending", "slot");
            // A reader may have the event before the broker's answer has reached the relay.
            await().untilAsserted(() -> {
                assertThat(meters.get("deskwire.relay.events")
                                .tag("outcome", "relayed")
                                .functionCounter()
                                .count())
                        .isEqualTo(1);
                assertThat(meters.get("deskwire.relay.pending").gauge().value()).isZero();
            });
            assertThat(meters.get("deskwire.relay.slot.retained.bytes").gauge().value())
                    .isPositive();
            context.close();
            assertThat(relay.status().state()).isEqualTo(State.STOPPED);
            assertThat(health.health().getStatus()).isEqualTo(new Status("DEGRADED"));
        });
    }

    @Test
    void serviceWithoutTopicHasNoRelay() {
        application.run(context -> assertThat(context).doesNotHaveBean(OutboxRelay.class));
    }

    @Test
    void serviceWhoseRelayIsOffHasNone() {
        application
                .withPropertyValues("deskwire.relay.topic=tickets", "deskwire.relay.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(OutboxRelay.class));
    }
}
