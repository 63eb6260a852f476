package io.deskwire.common.erasure;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.common.topic.GroupFollower;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Follows `tenant.erased` of the identity topic, group `<database>.erasure`, and erases the tenant here as well.
///
/// No dead letters, because nobody's data may stay behind unnoticed. Nothing else waits for this consumer.
final class ErasureFeed extends GroupFollower {
    private static final Logger log = LoggerFactory.getLogger(ErasureFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// A large tenant takes its time.
    private static final int LONGEST_ERASURE_MILLIS = 3_600_000;

    private final TenantErasure erasure;
    private final Inbox inbox;
    private final SystemAccess system;
    private final JsonMapper json;
    private final String group;

    ErasureFeed(
            TenantErasure erasure,
            Inbox inbox,
            SystemAccess system,
            JsonMapper json,
            String bootstrapServers,
            String group) {
        super(group, bootstrapServers, PATIENCE, List.of(Topic.IDENTITY), EventType.TENANT_ERASED.wire());
        this.erasure = erasure;
        this.inbox = inbox;
        this.system = system;
        this.json = json;
        this.group = group;
    }

    @Override
    protected Map<String, Object> settings() {
        var settings = new HashMap<>(super.settings());
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, LONGEST_ERASURE_MILLIS);
        return settings;
    }

    @Override
    protected void accept(ConsumerRecord<byte[], byte[]> record) {
        CloudEvent.parse(record.headers(), record.value(), json).ifPresentOrElse(this::erase, () -> unreadable(record));
    }

    private void erase(CloudEvent event) {
        system.run("erasure", () -> {
            if (inbox.firstTime(group, event.id())) {
                var proof = erasure.erase(new TenantId(event.tenant()), Set.of(), Map.of(), null);
                log.info("Tenant {} erased: {}", proof.tenantId(), proof.rows());
            }
        });
    }

    private static void unreadable(ConsumerRecord<byte[], byte[]> record) {
        log.error(
                "A tenant's end cannot be read, its data stay {}-{}@{}",
                record.topic(),
                record.partition(),
                record.offset());
    }
}
