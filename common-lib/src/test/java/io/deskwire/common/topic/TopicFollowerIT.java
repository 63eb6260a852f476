package io.deskwire.common.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.contracts.event.Topic;
import io.deskwire.testsupport.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicFollowerIT {
    private static final TopicPartition QUIET = new TopicPartition(Topic.AUTOMATION.wire(), 0);

    /// The broker answers a fetch from an empty topic after ten seconds.
    @Test
    void beginsAnewWithoutWaitingForItsLastFetch() throws Exception {
        var failing = new Failing();
        failing.start();
        try {
            var failedAt = failing.failures.poll(60, TimeUnit.SECONDS);
            var failedAgainAt = failing.failures.poll(60, TimeUnit.SECONDS);
            assertThat(failedAt).isNotNull();
            assertThat(Duration.between(failedAt, failedAgainAt)).isLessThan(Duration.ofSeconds(8));
        } finally {
            failing.stop();
        }
    }

    private static final class Failing extends TopicFollower {
        private final BlockingQueue<Instant> failures = new LinkedBlockingQueue<>();

        private Failing() {
            super("failing", TestServers.kafka(), Duration.ofMillis(10));
        }

        @Override
        protected void follow(KafkaConsumer<byte[], byte[]> consumer) {
            consumer.assign(List.of(QUIET));
            consumer.seekToEnd(List.of(QUIET));
            consumer.position(QUIET);
            consumer.poll(Duration.ofMillis(200));
            failures.add(Instant.now());
            throw new IllegalStateException("for the test");
        }
    }
}
