package io.deskwire.common.reception;

import io.deskwire.common.event.EventParser;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.common.topic.TopicMaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/// Finds every [Effect] and gives it its consumer.
@AutoConfiguration(afterName = "io.deskwire.common.inbox.InboxAutoConfiguration")
@ConditionalOnBean({SystemAccess.class, Inbox.class})
@EnableConfigurationProperties({DatabaseProperties.class, KafkaProperties.class, ReceptionProperties.class})
class ReceptionAutoConfiguration {
    @Bean
    Failures receptionFailures(KafkaProperties kafka) {
        return new Failures(kafka.bootstrapServers());
    }

    /// A service whose readers want the same events has a shared one.
    @Bean
    @ConditionalOnMissingBean
    EventParser eventParser(JsonMapper json) {
        return EventParser.forgetful(json);
    }

    @Bean
    ReceiverFactory receiverFactory(
            KafkaProperties kafka,
            DatabaseProperties database,
            SystemAccess system,
            Inbox inbox,
            Failures failures,
            EventParser parser) {
        return new ReceiverFactory(kafka.bootstrapServers(), database.name(), system, inbox, failures, parser);
    }

    @Bean
    Receivers receivers(
            ObjectProvider<Effect> effects,
            ReceiverFactory factory,
            KafkaProperties kafka,
            ReceptionProperties properties) {
        var receivers = properties.busy(EffectGroup.of(effects.orderedStream())).stream()
                .map(factory::of)
                .toList();
        return new Receivers(receivers, new TopicMaker(kafka.bootstrapServers()));
    }

    @Bean
    MeterBinder receptionLag(Receivers receivers) {
        return meters -> receivers
                .all()
                .forEach(receiver -> Gauge.builder("deskwire.reception.lag", receiver, Receiver::lag)
                        .description("Records that are there and not read yet, of the partition furthest behind")
                        .tag("group", receiver.group().name())
                        .register(meters));
    }

    /// Not part of readiness: a node that cannot consume serves requests all the same.
    @Bean
    HealthIndicator receptionHealthIndicator(Receivers receivers) {
        return () -> {
            var dead = receivers.dead();
            return dead.isEmpty()
                    ? Health.up().build()
                    : Health.down().withDetail("stopped", dead).build();
        };
    }
}
