package io.deskwire.common.outbox;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Hands events to Kafka in order and waits for each acknowledgement. One thread at a time; single use: after the first
/// failure nothing more goes out, because a later event must not overtake the failed one.
final class KafkaPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaPublisher.class);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);

    private final RelaySettings settings;
    private final RelayProgress progress;
    private final JdbcClient leader;
    private final Producer<byte[], byte[]> producer;
    private volatile @Nullable Exception failure;

    /// @param leader where an event is noted that Kafka will never take
    KafkaPublisher(RelaySettings settings, RelayProgress progress, JdbcClient leader) {
        this.settings = settings;
        this.progress = progress;
        this.leader = leader;
        this.producer =
                new KafkaProducer<>(configuration(settings), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> configuration(RelaySettings settings) {
        var delivery = settings.tuning().deliveryTimeout().toMillis();
        var request = Math.min(delivery, REQUEST_LIMIT.toMillis());
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                "relay-" + settings.database().name(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(delivery),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(request),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                delivery,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500L);
    }

    /// Returns when Kafka has acknowledged every row, which may take as long as the delivery timeout.
    void publish(List<OutboxRow> rows, boolean replay) throws InterruptedException {
        if (rows.isEmpty()) {
            return;
        }
        progress.waiting();
        var sent = new ArrayList<Future<RecordMetadata>>(rows.size());
        for (var row : rows) {
            sent.add(send(row, replay));
        }
        for (int i = 0; i < sent.size(); i++) {
            if (await(sent.get(i), rows.get(i))) {
                progress.acknowledged(rows.get(i), replay);
            }
        }
        progress.idle();
    }

    private Future<RecordMetadata> send(OutboxRow row, boolean replay) {
        stopIfFailed();
        try {
            return producer.send(
                    row.toRecord(settings.source(), settings.topic(), replay),
                    (_, error) -> stopOn(error)); // runs before anything behind it can be sent
        } catch (IllegalStateException closed) {
            stopIfFailed();
            throw closed;
        }
    }

    /// False where the event was set aside.
    private boolean await(Future<RecordMetadata> acknowledgement, OutboxRow row) throws InterruptedException {
        try {
            acknowledgement.get();
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                stopIfFailed();
                throw new RelayException("Kafka did not take event " + row.id(), e.getCause());
            }
            quarantine(row, e.getCause());
            return false;
        }
    }

    private void stopOn(@Nullable Exception error) {
        if (error != null && !(error instanceof RecordTooLargeException) && failure == null) {
            failure = error;
            producer.close(Duration.ZERO);
        }
    }

    private void stopIfFailed() {
        var error = failure;
        if (error != null) {
            throw new RelayException("Kafka does not take events: " + error.getMessage(), error);
        }
    }

    /// One event that can never be sent must not stop all others. It stays in the outbox and is named here.
    private void quarantine(OutboxRow row, Throwable reason) {
        log.error("Event {} ({} of tenant {}) is set aside: {}", row.id(), row.type(), row.tenant(), reason.toString());
        progress.quarantined.increment();
        leader.sql("""
                        INSERT INTO outbox_quarantine (event_id, occurred_at, reason, quarantined_at)
                        VALUES (:id, :at, :reason, now()) ON CONFLICT (event_id) DO UPDATE SET reason = excluded.reason
                        """)
                .param("id", row.id())
                .param("at", row.occurredAt().atOffset(ZoneOffset.UTC))
                .param("reason", reason.toString())
                .update();
    }

    /// Without waiting: what is not acknowledged by now will be sent again.
    @Override
    public void close() {
        producer.close(Duration.ZERO);
        progress.idle();
    }
}
