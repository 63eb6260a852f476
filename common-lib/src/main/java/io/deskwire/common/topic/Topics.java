package io.deskwire.common.topic;

import io.deskwire.contracts.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the topics explicitly; a broker's auto-creation would choose the wrong partition count.
public final class Topics {
    private static final Logger log = LoggerFactory.getLogger(Topics.class);
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Topics() {}

    /// Returns once all topics and their dead-letter topics exist; waits for the broker as long as it takes.
    public static void ensure(String bootstrapServers) throws InterruptedException {
        var settings = Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (var admin = Admin.create(settings)) {
            while (true) {
                try {
                    create(admin);
                    return;
                } catch (KafkaException failure) {
                    log.warn("Topics cannot be made yet, trying again: {}", failure.toString());
                    Thread.sleep(PATIENCE);
                }
            }
        }
    }

    private static void create(Admin admin) throws InterruptedException {
        var existing = await(() -> admin.listTopics().names().get());
        var missing = wanted().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        for (var result : admin.createTopics(missing).values().values()) {
            try {
                await(result::get);
            } catch (TopicExistsException _) {
                // another service was faster
            }
        }
    }

    private static List<NewTopic> wanted() {
        var keep = Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(RETENTION.toMillis()));
        var topics = new ArrayList<NewTopic>();
        for (var topic : Topic.values()) {
            topics.add(new NewTopic(topic.wire(), Optional.of(Topic.PARTITIONS), Optional.empty()).configs(keep));
            topics.add(new NewTopic(topic.deadLetters(), Optional.of(1), Optional.empty()).configs(keep));
        }
        return topics;
    }

    private interface Answer<T> {
        T get() throws InterruptedException, ExecutionException;
    }

    private static <T> T await(Answer<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof KafkaException known ? known : new KafkaException(failure.getCause());
        }
    }
}
