package io.deskwire.auth.secretkey;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.SystemUse;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.common.topic.GroupFollower;
import io.deskwire.common.topic.KafkaProperties;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Writes what the other services tell of uses of the secret key to the audit, each once.
///
/// The consumer group is called after the database, `auth.system-uses`: two databases are two readers. An entry and its
/// guard row are one transaction. While the database is away it stays where it is.
@Component
class SystemUseFeed extends GroupFollower {
    private static final Logger log = LoggerFactory.getLogger(SystemUseFeed.class);
    private static final String CONSUMER = "auth.system-uses";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final List<Topic> TOPICS = List.of(Topic.TICKETS, Topic.AUTOMATION, Topic.NOTIFICATIONS);

    private final SystemUseAudit audit;
    private final Inbox inbox;
    private final SystemAccess system;
    private final JsonMapper json;

    SystemUseFeed(
            SystemUseAudit audit,
            Inbox inbox,
            SystemAccess system,
            KafkaProperties kafka,
            DatabaseProperties database,
            JsonMapper json) {
        super(
                database.name() + ".system-uses",
                kafka.bootstrapServers(),
                PATIENCE,
                TOPICS,
                EventType.SYSTEM_ACCESS_USED.wire());
        this.audit = audit;
        this.inbox = inbox;
        this.system = system;
        this.json = json;
    }

    @Override
    protected void accept(ConsumerRecord<byte[], byte[]> event) {
        CloudEvent.parse(event.headers(), event.value(), json).ifPresentOrElse(this::write, () -> unreadable(event));
    }

    private void write(CloudEvent event) {
        try {
            var use = json.treeToValue(event.row(), SystemUse.class);
            if (use == null) {
                log.error("A use of the secret key says nothing event={}", event.id());
                return;
            }
            system.run("system-uses", () -> {
                if (inbox.firstTime(CONSUMER, event.id())) {
                    audit.write(use);
                }
            });
        } catch (JacksonException notOurs) {
            log.error("A use of the secret key cannot be read event={}", event.id(), notOurs);
        }
    }

    private static void unreadable(ConsumerRecord<byte[], byte[]> event) {
        log.error("A use of the secret key cannot be read {}-{}@{}", event.topic(), event.partition(), event.offset());
    }
}
