package io.deskwire.auth.secretkey;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventType;
import io.deskwire.common.identity.SystemUse;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.common.topic.Topic;
import io.deskwire.common.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
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
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Writes what the other services tell of uses of the secret key to the audit, each once.
///
/// The consumer group is called after the database, `auth.system-uses`: two databases are two readers. Offsets are
/// committed after the entries; an entry and its guard row are one transaction. While the database is away
/// it stays where it is.
@Component
class SystemUseFeed implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SystemUseFeed.class);
    private static final String CONSUMER = "auth.system-uses";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SystemUseAudit audit;
    private final Inbox inbox;
    private final SystemAccess system;
    private final KafkaProperties kafka;
    private final DatabaseProperties database;
    private final JsonMapper json;
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile @Nullable Thread thread;

    SystemUseFeed(
            SystemUseAudit audit,
            Inbox inbox,
            SystemAccess system,
            KafkaProperties kafka,
            DatabaseProperties database,
            JsonMapper json) {
        this.audit = audit;
        this.inbox = inbox;
        this.system = system;
        this.kafka = kafka;
        this.database = database;
        this.json = json;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("system-uses").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        var open = consumer;
        var started = thread;
        if (open != null) {
            open.wakeup();
        } else if (started != null) {
            started.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                Topics.ensure(kafka.bootstrapServers());
                follow();
            } catch (WakeupException | InterruptedException _) {
                return;
            } catch (RuntimeException failure) {
                log.warn("Uses of the secret key cannot be read, trying again: {}", failure.toString());
                if (!paused()) {
                    return;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(PATIENCE);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void follow() {
        try (var opened =
                new KafkaConsumer<String, byte[]>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer = opened;
            opened.subscribe(List.of(Topic.TICKETS.wire(), Topic.AUTOMATION.wire(), Topic.NOTIFICATIONS.wire()));
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

    private void accept(ConsumerRecord<String, byte[]> event) {
        var type = event.headers().lastHeader("ce_type");
        if (type == null
                || !EventType.SYSTEM_ACCESS_USED.wire().equals(new String(type.value(), StandardCharsets.UTF_8))) {
            return;
        }
        CloudEvent.parse(event.headers(), event.value(), json).ifPresentOrElse(this::write, () -> unreadable(event));
    }

    private void write(CloudEvent event) {
        try {
            var use = json.treeToValue(event.row(), SystemUse.class);
            system.run("system-uses", () -> {
                if (inbox.firstTime(CONSUMER, event.id())) {
                    audit.write(use);
                }
            });
        } catch (JacksonException | NullPointerException notOurs) {
            log.error("A use of the secret key cannot be read event={}", event.id(), notOurs);
        }
    }

    private static void unreadable(ConsumerRecord<String, byte[]> event) {
        log.error("A use of the secret key cannot be read {}-{}@{}", event.topic(), event.partition(), event.offset());
    }

    private Properties settings() {
        var settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, database.name() + ".system-uses");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Answered at once where there is something: waiting longer costs nothing but the idle.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "2000");
        return settings;
    }
}
