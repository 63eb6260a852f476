package io.deskwire.notification.fanout;

import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.common.topic.Topics;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Makes the topics before any consumer starts, because none may be made by use. Where the broker stays away the start
/// goes on: consumers wait by themselves, and reading one's notifications needs no broker.
@Component
class TopicsFirst implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TopicsFirst.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaProperties kafka;
    private final FanoutProperties properties;
    private volatile boolean running;

    TopicsFirst(KafkaProperties kafka, FanoutProperties properties) {
        this.kafka = kafka;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        if (!properties.enabled()) {
            return;
        }
        var making = Thread.ofVirtual().name("topics").start(this::make);
        try {
            if (!making.join(PATIENCE)) {
                log.warn("Kafka at {} does not answer; consumers start when it does", kafka.bootstrapServers());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before listeners and bindings.
    @Override
    public int getPhase() {
        return 0;
    }

    private void make() {
        try {
            Topics.ensure(kafka.bootstrapServers());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
