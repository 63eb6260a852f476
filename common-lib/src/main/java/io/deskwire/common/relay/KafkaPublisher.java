package io.deskwire.common.relay;

import io.deskwire.common.sql.Row;
import java.time.Duration;
import java.time.Instant;
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

/// Hands events to Kafka in order, many at a time, and knows of each whether it was acknowledged.
///
/// One thread sends. Single use: after the first failure nothing more goes out, because a later event must not overtake
/// the failed one.
final class KafkaPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaPublisher.class);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    /// Every client reads it without a codec of its own (ADR 0036).
    static final String COMPRESSION = "gzip";
    /// So long an event waits for others under load; alone it goes at once ([PromptFlush]).
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final int FASTEST_GZIP = 1;
    private static final int BATCH_BYTES = 128 << 10;

    private final RelaySettings settings;
    private final RelayProgress progress;
    private final JdbcClient leader;
    private final Producer<byte[], byte[]> producer;
    private final PromptFlush promptly;
    private volatile @Nullable Exception failure;

    /// @param leader where an event is noted that Kafka will never take
    KafkaPublisher(RelaySettings settings, RelayProgress progress, JdbcClient leader) {
        this.settings = settings;
        this.progress = progress;
        this.leader = leader;
        this.producer =
                new KafkaProducer<>(configuration(settings), new ByteArraySerializer(), new ByteArraySerializer());
        this.promptly = new PromptFlush(producer, "relay-flush-" + settings.service());
    }

    static Map<String, Object> configuration(RelaySettings settings) {
        var delivery = settings.tuning().deliveryTimeout().toMillis();
        var request = Math.min(delivery - LINGER.toMillis(), REQUEST_LIMIT.toMillis());
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
                Map.entry(
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "relay-" + settings.database().name()),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION),
                Map.entry(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG, FASTEST_GZIP),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, (int) LINGER.toMillis()),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(delivery)),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(request)),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, delivery),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L));
    }

    /// An event on its way.
    record Delivery(OutboxRow row, Future<RecordMetadata> acknowledgement) {
        boolean isSettled() {
            return acknowledgement.isDone();
        }
    }

    /// Returns when Kafka has acknowledged every row, which may take as long as the delivery timeout.
    void publish(List<OutboxRow> rows, boolean replay) throws InterruptedException {
        var deliveries = new ArrayList<Delivery>(rows.size());
        for (var row : rows) {
            deliveries.add(send(row, replay, null));
        }
        for (var delivery : deliveries) {
            settle(delivery);
        }
    }

    /// Waits only while the producer's buffer is full.
    ///
    /// @param committedAt null where that is not known
    Delivery send(OutboxRow row, boolean replay, @Nullable Instant committedAt) {
        stopIfFailed();
        progress.sent();
        try {
            // The answer is handled before anything behind it can be sent.
            var event = row.toRecord(settings.source(), settings.topic(), timestamp(row, replay, committedAt), replay);
            var delivery = new Delivery(row, producer.send(event, (_, error) -> {
                progress.answered();
                if (error == null) {
                    progress.acknowledged(row, replay, committedAt);
                } else {
                    stopOn(error);
                }
            }));
            promptly.sent();
            return delivery;
        } catch (RuntimeException refused) {
            progress.answered();
            stopIfFailed();
            throw new RelayException("Kafka's producer does not take event " + row.id(), refused);
        }
    }

    /// The commit's; of a repetition, which knows of none, the event's, so that it does not seem new.
    private static @Nullable Instant timestamp(OutboxRow row, boolean replay, @Nullable Instant committedAt) {
        return committedAt == null && replay ? row.occurredAt() : committedAt;
    }

    /// Waits for Kafka's answer. Returns when the event was acknowledged or set aside.
    void settle(Delivery delivery) throws InterruptedException {
        try {
            delivery.acknowledgement().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                stopIfFailed();
                throw new RelayException(
                        "Kafka did not take event " + delivery.row().id(), e.getCause());
            }
            quarantine(delivery.row(), e.getCause());
        }
    }

    private void stopOn(Exception error) {
        if (!(error instanceof RecordTooLargeException) && failure == null) {
            failure = error;
            producer.close(Duration.ZERO);
        }
    }

    /// @throws RelayException what Kafka said, once it has refused something for good
    void stopIfFailed() {
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
                .param("at", Row.at(row.occurredAt()))
                .param("reason", reason.toString())
                .update();
    }

    /// Without waiting: what is not acknowledged by now will be sent again.
    @Override
    public void close() {
        promptly.close();
        producer.close(Duration.ZERO);
        progress.forget();
    }
}
