package io.deskwire.common.erasure;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventType;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.common.topic.Topic;
import io.deskwire.common.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.json.JsonMapper;

/// Follows `tenant.erased` of the identity topic, group `<database>.erasure`, and erases the tenant here as well.
///
/// An erasure that fails is tried again until it succeeds: no dead letters, because nobody's data may stay behind
/// unnoticed. Nothing else waits for this consumer.
final class ErasureFeed implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ErasureFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TenantErasure erasure;
    private final Inbox inbox;
    private final SystemAccess system;
    private final JsonMapper json;
    private final String bootstrapServers;
    private final String group;
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private @Nullable Thread thread;

    ErasureFeed(
            TenantErasure erasure,
            Inbox inbox,
            SystemAccess system,
            JsonMapper json,
            String bootstrapServers,
            String database) {
        this.erasure = erasure;
        this.inbox = inbox;
        this.system = system;
        this.json = json;
        this.bootstrapServers = bootstrapServers;
        this.group = database + ".erasure";
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("erasure-feed").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        var open = consumer;
        if (open != null) {
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
                follow();
            } catch (WakeupException | InterruptedException _) {
                return;
            } catch (RuntimeException failure) {
                log.error("Erasures cannot be followed, trying again", failure);
                if (!paused()) {
                    return;
                }
            }
        }
    }

    private void follow() {
        try (var opened =
                new KafkaConsumer<String, byte[]>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer = opened;
            opened.subscribe(List.of(Topic.IDENTITY.wire()));
            while (running) {
                var records = opened.poll(Duration.ofSeconds(5));
                records.forEach(this::accept);
                if (!records.isEmpty()) {
                    opened.commitSync();
                }
            }
        } finally {
            consumer = null;
        }
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        var type = record.headers().lastHeader("ce_type");
        if (type == null || !EventType.TENANT_ERASED.wire().equals(new String(type.value(), StandardCharsets.UTF_8))) {
            return;
        }
        CloudEvent.parse(record.headers(), record.value(), json)
                .ifPresent(event -> system.run("erasure", () -> {
                    if (inbox.firstTime(group, event.id())) {
                        var proof = erasure.erase(new TenantId(event.tenant()), Set.of(), Map.of(), null);
                        log.info("Tenant {} erased: {}", proof.tenantId(), proof.rows());
                    }
                }));
    }

    private static boolean paused() {
        try {
            Thread.sleep(PATIENCE);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private Properties settings() {
        var settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // A large tenant takes its time.
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "3600000");
        return settings;
    }
}
