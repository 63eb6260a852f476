package io.deskwire.common.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Reads topics on a thread of its own from start to stop. A consumer that fails is replaced by a new one after a
/// pause, a broker that is away is waited for; offsets are never committed by themselves.
public abstract class TopicFollower implements SmartLifecycle {
    /// How long a poll waits for records.
    protected static final Duration POLL = Duration.ofSeconds(5);

    /// Else it would wait for the answer to its last fetch.
    private static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);

    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);

    private final String name;
    private final String bootstrapServers;
    private final Duration patience;
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    /// @param name of the thread, and in the log
    /// @param patience the pause after a failure
    protected TopicFollower(String name, String bootstrapServers, Duration patience) {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        this.patience = patience;
    }

    /// Beyond the servers, and win over what all followers have.
    protected Map<String, Object> settings() {
        return Map.of();
    }

    /// Reads until [#isRunning] says no. What it throws begins anew with another consumer.
    protected abstract void follow(KafkaConsumer<byte[], byte[]> consumer);

    /// Whether the thread is at work.
    public final boolean isAlive() {
        return running && thread != null && thread.isAlive();
    }

    @Override
    public void start() {
        running = true;
        // Of the platform: each wait of a virtual one on a selector wakes two others as well.
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        var open = consumer;
        if (open != null) {
            // Not interrupted as well: the consumer would fail to close.
            open.wakeup();
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                Topics.ensure(bootstrapServers);
                read();
            } catch (WakeupException | InterruptException | InterruptedException stopped) {
                if (running) {
                    log.warn("{} was interrupted, going on", name, stopped);
                }
            } catch (RuntimeException failure) {
                log.warn("{} failed, trying again", name, failure);
                pause();
            }
        }
    }

    private void read() {
        var settings = new HashMap<String, Object>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // The broker answers at once where there is something, and rarely where there is not.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10_000);
        settings.putAll(settings());
        var bytes = new ByteArrayDeserializer();
        var opened = new KafkaConsumer<>(settings, bytes, bytes);
        try {
            consumer = opened;
            follow(opened);
        } finally {
            consumer = null;
            opened.close(AT_ONCE);
        }
    }

    private void pause() {
        try {
            Thread.sleep(patience);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
