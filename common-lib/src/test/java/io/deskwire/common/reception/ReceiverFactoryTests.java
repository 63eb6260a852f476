package io.deskwire.common.reception;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.EventParser;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.json.WireJson;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/// What the container does between two polls, as it reads it there.
class ReceiverFactoryTests {
    private final KafkaMessageListenerContainer<byte[], byte[]> container = container();

    @Test
    void pollsAgainAtOnceWhileLittleComes() {
        for (int i = 0; i < 10; i++) {
            assertThat(pauseAfter(1)).isZero();
        }
    }

    @Test
    void letsRecordsGatherWhereMuchComesInSmallBatches() {
        assertThat(IntStream.range(0, 50).mapToLong(_ -> pauseAfter(1)).max()).hasValue(200);
    }

    @Test
    void letsRecordsGatherWhereManyComeAtOnceAndSparesItsHaste() {
        for (int i = 0; i < 100; i++) {
            assertThat(pauseAfter(20)).isEqualTo(200);
            assertThat(pauseAfter(1)).isEqualTo(200);
        }
        assertThat(pauseAfter(1)).isZero();
    }

    @SuppressWarnings("unchecked")
    private long pauseAfter(int records) {
        var properties = container.getContainerProperties();
        ((BatchMessageListener<byte[], byte[]>) properties.getMessageListener())
                .onMessage(IntStream.range(0, records)
                        .mapToObj(offset ->
                                new ConsumerRecord<>(Topic.TICKETS.wire(), 0, offset, new byte[0], new byte[0]))
                        .toList());
        return properties.getIdleBetweenPolls();
    }

    private static KafkaMessageListenerContainer<byte[], byte[]> container() {
        var nowhere = new DriverManagerDataSource("jdbc:none");
        return new ReceiverFactory(
                        "localhost:1",
                        "tests",
                        new SystemAccess(new JdbcTransactionManager(nowhere), new SimpleMeterRegistry()),
                        new Inbox(JdbcClient.create(nowhere)),
                        new Failures("localhost:1"),
                        EventParser.forgetful(WireJson.mapper()))
                .of(new EffectGroup("reader", List.of(new Reader())))
                .container();
    }

    private record Reader() implements BatchEffect {
        @Override
        public String consumer() {
            return "reader";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.TICKETS);
        }

        @Override
        public void accept(List<Received> batch) {}
    }
}
