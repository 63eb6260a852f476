package io.deskwire.common.relay;

import io.deskwire.common.relay.RelaySettings.Mode;
import io.deskwire.common.relay.RelayStatus.State;
import io.deskwire.common.relay.database.LeaderLock;
import io.deskwire.common.relay.database.RelayMemory;
import io.deskwire.common.relay.database.ReplicationSlot;
import io.deskwire.common.topic.TopicMaker;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the events of one outbox to Kafka: each at least once, a tenant's in commit order.
///
/// Every node of a service runs one; the one that holds the lock leads, the others stand by. This class supervises: it
/// takes the lead, repairs what is missing, builds the part that does the work ([RelayRun]), watches it, and starts
/// over with a growing pause when anything fails. Events are never lost by a failure, they wait in the outbox; after a
/// crash the last second of them may be sent twice. Thread-safe.
public final class OutboxRelay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final RelaySettings settings;
    private final Clock clock;
    private final Runnable acknowledged;
    private final RelaySetup setup;
    private final RelayProgress progress;
    /// Beside the relay, because it may take as long as Kafka is away, and the slot is watched meanwhile.
    private final TopicMaker topics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable KafkaPublisher replaying;
    private volatile @Nullable RelayRun running;
    private volatile State state = State.STOPPED;
    private volatile @Nullable Mode mode;
    private volatile RelayWatch.@Nullable Backlog backlog;
    private volatile @Nullable String lastError;
    private volatile @Nullable Instant lastErrorAt;

    public OutboxRelay(RelaySettings settings, Clock clock) {
        this(settings, clock, () -> {});
    }

    /// @param acknowledged runs after Kafka's acknowledgement and before the slot is moved: where a crash hurts most
    public OutboxRelay(RelaySettings settings, Clock clock, Runnable acknowledged) {
        this.settings = settings;
        this.clock = clock;
        this.acknowledged = acknowledged;
        this.setup = new RelaySetup(settings);
        this.progress = new RelayProgress(clock);
        this.topics = new TopicMaker(settings.bootstrapServers());
        this.thread =
                Thread.ofPlatform().name("relay-" + settings.service()).daemon().unstarted(this::run);
    }

    /// Makes the replication slot (or the numbering of events) where it is missing. To be called after the migrations
    /// and before the service accepts its first write, which otherwise only a replay would bring to Kafka.
    public void ensureSlot() throws SQLException {
        mode = setup.prepare();
    }

    public void start() {
        state = State.STARTING;
        topics.make();
        thread.start();
    }

    public RelayStatus status() {
        var seen = backlog;
        return new RelayStatus(
                state,
                mode,
                seen == null ? null : seen.pending(),
                seen == null ? null : seen.behind(clock.instant()),
                progress.waiting(clock.instant()),
                seen == null ? null : seen.slot(),
                progress.lastRelayedAt(),
                lastError,
                lastErrorAt);
    }

    public RelayProgress progress() {
        return progress;
    }

    public RelaySettings settings() {
        return settings;
    }

    private void run() {
        int failures = 0;
        while (closing.getCount() > 0) {
            long before = progress.relayed.sum();
            try (var lock = LeaderLock.open(settings.database())) {
                if (standBy(lock)) {
                    lead(lock);
                }
            } catch (InterruptedException e) {
                break;
            } catch (SQLException | RuntimeException e) {
                failures = progress.relayed.sum() > before ? 1 : failures + 1;
                if (!recover(e, failures)) {
                    break;
                }
            } finally {
                backlog = null;
            }
        }
        state = State.STOPPED;
    }

    /// True when this node leads; false when the relay is closing.
    private boolean standBy(LeaderLock lock) throws InterruptedException {
        while (!lock.tryAcquire()) {
            state = State.STANDBY;
            if (closing.await(settings.tuning().standbyInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    /// Returns when the relay is closing; throws when anything fails.
    private void lead(LeaderLock lock) throws SQLException, InterruptedException {
        state = State.STARTING;
        var found = setup.prepare();
        mode = found;
        ReplicationSlot.release(lock.jdbc(), settings.slot());
        try (var publisher = new KafkaPublisher(settings, progress, lock.jdbc())) {
            var memory = RelayMemory.load(lock.jdbc()).orElseThrow();
            if (memory.replayFrom() != null) {
                replay(lock, memory.replayFrom(), publisher);
            }
            try (var run = build(found, lock, publisher)) {
                run.start();
                running = run;
                state = State.RUNNING;
                log.info(
                        "Relaying {} to {} ({})",
                        settings.database(),
                        settings.topic().wire(),
                        found);
                watch(lock, run, found, memory);
            } finally {
                running = null;
            }
        }
    }

    private void replay(LeaderLock lock, Instant from, KafkaPublisher publisher)
            throws SQLException, InterruptedException {
        state = State.REPLAYING;
        replaying = publisher;
        if (closing.getCount() == 0) {
            return;
        }
        new OutboxReplay(settings.database()).run(from, publisher);
        replaying = null;
        setup.adopt(lock.jdbc());
        RelayMemory.advance(lock.jdbc(), null, progress.newestEvent());
    }

    private RelayRun build(Mode found, LeaderLock lock, KafkaPublisher publisher) {
        return switch (found) {
            case LOGICAL ->
                new RelayEngine(settings, new ChangeHandler(settings, publisher, progress, lock.jdbc(), acknowledged));
            case POLL -> new OutboxPoller(settings, publisher, progress, lock.jdbc());
            case AUTO -> throw new IllegalStateException("undecided");
        };
    }

    private void watch(LeaderLock lock, RelayRun run, Mode found, RelayMemory memory) throws InterruptedException {
        var watch = new RelayWatch(settings, found, lock.jdbc(), progress, memory.newestEvent());
        var tuning = settings.tuning();
        do {
            backlog = watch.look(); // fails where the connection, and thereby the lock, is gone
            var limit = tuning.silenceLimit();
            if (run.silence().compareTo(limit) > 0 && watch.silence().compareTo(limit) > 0) {
                throw new RelayException("No sign of life from the stream for " + run.silence(), null);
            }
        } while (closing.getCount() > 0 && !run.awaitEnd(tuning.watchInterval()));
    }

    /// Waits before the next attempt: longer from failure to failure, and not in step with other nodes. False when the
    /// relay is closing.
    private boolean recover(Exception failure, int failures) {
        if (closing.getCount() == 0) {
            return false;
        }
        state = State.RECOVERING;
        lastError = rootCause(failure).toString();
        lastErrorAt = clock.instant();
        progress.rebuilds.increment();
        topics.make();
        var pause = settings.tuning()
                .backoff()
                .after(failures, ThreadLocalRandom.current().nextDouble())
                .toMillis();
        log.warn("The relay of {} starts over in {} ms: {}", settings.service(), pause, lastError);
        log.debug("Because of", failure);
        try {
            return !closing.await(pause, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// Debezium wraps what happened two or three times.
    private static Throwable rootCause(Throwable failure) {
        var cause = failure.getCause();
        return cause == null ? failure : rootCause(cause);
    }

    /// Returns when nothing runs any more and leadership is given up. Does not wait for Kafka.
    @Override
    public void close() {
        closing.countDown();
        topics.close();
        var waiting = replaying;
        if (waiting != null) {
            waiting.close();
        }
        var streaming = running;
        if (streaming != null) {
            streaming.close();
        }
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (IllegalThreadStateException neverStarted) {
            log.debug("Closed before it was started");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
