package io.deskwire.common.relay.wiring;

import io.debezium.engine.DebeziumEngine;
import io.deskwire.common.relay.OutboxRelay;
import io.deskwire.common.relay.RelaySettings;
import io.deskwire.common.relay.RelaySettings.Tuning;
import io.deskwire.common.relay.database.RelayDatabase;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.topic.KafkaProperties;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/// A relay for each service that has an outbox and says where its events go.
@AutoConfiguration
@ConditionalOnClass({DebeziumEngine.class, HealthIndicator.class})
@ConditionalOnProperty({"deskwire.relay.topic", "deskwire.database.service"})
@ConditionalOnBooleanProperty(name = "deskwire.relay.enabled", matchIfMissing = true)
@EnableConfigurationProperties({RelayProperties.class, DatabaseProperties.class, KafkaProperties.class})
class RelayAutoConfiguration {

    /// Closed by its lifecycle.
    @Bean(destroyMethod = "")
    OutboxRelay outboxRelay(RelayProperties relay, DatabaseProperties database, KafkaProperties kafka, Clock clock) {
        var where = new RelayDatabase(
                database.host(),
                database.port(),
                database.name(),
                database.role(DatabaseProperties.Role.CDC),
                database.password());
        return new OutboxRelay(
                new RelaySettings(
                        database.service(),
                        relay.topic(),
                        where,
                        kafka.bootstrapServers(),
                        relay.mode(),
                        Tuning.DEFAULTS),
                clock);
    }

    @Bean
    RelayLifecycle relayLifecycle(OutboxRelay relay) {
        return new RelayLifecycle(relay);
    }

    @Bean
    RelayHealth relayHealthIndicator(OutboxRelay relay, Clock clock) {
        return new RelayHealth(relay, clock);
    }

    @Bean
    RelayMetrics relayMetrics(OutboxRelay relay) {
        return new RelayMetrics(relay);
    }
}
