package io.deskwire.common.relay;

import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.deskwire.common.relay.KafkaPublisher.Delivery;
import io.deskwire.common.relay.database.RelayMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Turns what Debezium read into published events, and confirms to the slot what Kafka has acknowledged.
///
/// Confirming means: write the position into `relay_state`, then mark the last record, from which Debezium moves the
/// slot. In this order a slot that is ahead of `relay_state` is proof that somebody else moved it. It happens at most
/// once per confirm interval, because it costs a commit.
///
/// Debezium's polling thread does all of it: [#handleBatch] for each record, which does not wait for Kafka but keeps a
/// window of events under way; [#performCommit] after each record, and every other second while there is none.
final class ChangeHandler implements ChangeConsumer<RecordChangeEvent<SourceRecord>>, OffsetCommitPolicy {
    private static final Logger log = LoggerFactory.getLogger(ChangeHandler.class);
    private static final Duration DRAIN_INTERVAL = Duration.ofMillis(100);

    /// A row through the slot: it moves the slot while only other databases are busy, and wakes Debezium.
    static final String BEAT = """
            INSERT INTO cdc_heartbeat (id, beat_at) VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at
            """;

    private static final int WINDOW = 1_000;
    private static final int WINDOW_CHARS = 16 << 20;

    private final KafkaPublisher publisher;
    private final RelayProgress progress;
    private final JdbcClient leader;
    private final Duration confirmInterval;
    private final Runnable acknowledged;
    private final CountDownLatch drained = new CountDownLatch(1);
    private final Queue<UnderWay> underWay = new ArrayDeque<>();
    private long underWayChars;
    private @Nullable Confirmation pending;
    private long confirmedNanos = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
    private volatile long lifeNanos = System.nanoTime();
    private volatile boolean waiting;
    private volatile boolean draining;

    /// @param leader writes `relay_state`; fails when leadership is lost, which ends the engine
    /// @param acknowledged runs between Kafka's acknowledgement and the confirmation; tests crash there
    ChangeHandler(
            RelaySettings settings,
            KafkaPublisher publisher,
            RelayProgress progress,
            JdbcClient leader,
            Runnable acknowledged) {
        this.publisher = publisher;
        this.progress = progress;
        this.leader = leader;
        this.confirmInterval = settings.tuning().confirmInterval();
        this.acknowledged = acknowledged;
    }

    private record UnderWay(
            Confirmation confirmation, @Nullable Delivery delivery) {
        boolean isSettled() {
            return delivery == null || delivery.isSettled();
        }

        int size() {
            return delivery == null ? 0 : delivery.row().data().length();
        }
    }

    private record Confirmation(
            RecordChangeEvent<SourceRecord> last, RecordCommitter<RecordChangeEvent<SourceRecord>> committer) {

        /// The position that Debezium will confirm for the record: of the last commit before it.
        LogSequenceNumber position() {
            var offset = last.record().sourceOffset();
            var commit = offset.get(PostgresOffsetContext.LAST_COMMIT_LSN_KEY);
            var position =
                    commit != null ? commit : offset.get(PostgresOffsetContext.LAST_COMPLETELY_PROCESSED_LSN_KEY);
            return position == null ? LogSequenceNumber.INVALID_LSN : LogSequenceNumber.valueOf((long) position);
        }
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> records, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        for (var event : records) {
            var sent = new UnderWay(new Confirmation(event, committer), send(event.record()));
            underWay.add(sent);
            underWayChars += sent.size();
        }
        while (underWay.size() >= WINDOW || underWayChars >= WINDOW_CHARS) {
            settleOldest();
        }
        committer.markBatchFinished();
    }

    private @Nullable Delivery send(SourceRecord record) {
        var change = change(record);
        if (change == null) {
            return null;
        }
        waiting = true;
        try {
            return publisher.send(OutboxRow.of(change.getStruct("after")), false, committedAt(change));
        } finally {
            waiting = false;
        }
    }

    private static @Nullable Instant committedAt(Struct change) {
        var millis = change.getStruct("source").getInt64("ts_ms");
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private void settleOldest() throws InterruptedException {
        var oldest = underWay.remove();
        underWayChars -= oldest.size();
        if (oldest.delivery() != null) {
            waiting = true;
            try {
                publisher.settle(oldest.delivery());
            } finally {
                waiting = false;
                lifeNanos = System.nanoTime();
            }
            acknowledged.run();
        }
        pending = oldest.confirmation();
    }

    /// The change of an event row; null for what only keeps the slot moving.
    private @Nullable Struct change(SourceRecord record) {
        if (!(record.value() instanceof Struct change) || change.schema().field("source") == null) {
            return null; // Debezium's own heartbeat, which comes even when the stream is dead: no sign of life
        }
        lifeNanos = System.nanoTime();
        if (!"outbox".equals(change.getStruct("source").getString("table"))) {
            return null;
        }
        if (!"c".equals(change.getString("op"))) {
            progress.alarms.increment();
            log.error(
                    "Somebody changed the insert-only outbox (operation {}): {}", change.getString("op"), record.key());
            return null;
        }
        return change;
    }

    /// Called by Debezium: whether to move the slot now.
    @Override
    public boolean performCommit(long records, Duration sinceLast) {
        try {
            return confirm();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RelayException("Interrupted while confirming", e);
        }
    }

    private boolean confirm() throws InterruptedException {
        while (!underWay.isEmpty() && underWay.element().isSettled()) {
            settleOldest();
        }
        publisher.stopIfFailed();
        var due = draining || System.nanoTime() - confirmedNanos >= confirmInterval.toNanos();
        var confirmation = due ? pending : null;
        if (confirmation != null) {
            RelayMemory.advance(leader, confirmation.position(), progress.newestEvent());
            confirmation.committer().markProcessed(confirmation.last());
            pending = null;
            confirmedNanos = System.nanoTime();
        }
        if (draining && underWay.isEmpty()) {
            drained.countDown();
        }
        return confirmation != null;
    }

    /// Confirms without delay from now on; returns when nothing is left to confirm or patience ends.
    void drain(Duration patience) throws InterruptedException {
        draining = true;
        var deadline = System.nanoTime() + patience.toNanos();
        try {
            do {
                leader.sql(BEAT).update();
            } while (!drained.await(DRAIN_INTERVAL.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
        } catch (DataAccessException lost) {
            log.debug("Without the database nothing can be confirmed", lost);
        }
    }

    Duration silence() {
        return waiting ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lifeNanos);
    }
}
