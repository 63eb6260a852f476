package io.deskwire.common.relay;

import io.deskwire.common.relay.database.RelayMemory;
import io.deskwire.common.sql.Row;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The relay for servers without logical decoding: reads `outbox_queue`, where a trigger numbers events at commit.
///
/// The numbers are given under a lock that is released after the transaction became visible, so a smaller number never
/// appears behind a larger one, and reading in their order is reading in commit order.
final class OutboxPoller implements RelayRun {
    private static final int BATCH = 500;

    private final RelaySettings settings;
    private final KafkaPublisher publisher;
    private final RelayProgress progress;
    private final JdbcClient leader;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;
    private long rememberedNanos = System.nanoTime();

    OutboxPoller(RelaySettings settings, KafkaPublisher publisher, RelayProgress progress, JdbcClient leader) {
        this.settings = settings;
        this.publisher = publisher;
        this.progress = progress;
        this.leader = leader;
        this.thread = Thread.ofPlatform()
                .name("relay-poller-" + settings.service())
                .daemon()
                .unstarted(this::run);
    }

    private record Queued(long number, OutboxRow row) {}

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                if (!relayBatch()) {
                    closing.await(settings.tuning().pollInterval().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            remember();
        } catch (InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    /// False where nothing was there.
    private boolean relayBatch() throws InterruptedException {
        var batch = leader.sql("SELECT number, " + OutboxRow.COLUMNS.replace("occurred_at", "o.occurred_at") + """
                          FROM outbox_queue q JOIN outbox o ON o.id = q.event_id AND o.occurred_at = q.occurred_at
                         ORDER BY number LIMIT :batch
                        """)
                .param("batch", BATCH)
                .query(Row.as(row -> new Queued(row.number("number"), OutboxRow.of(row))))
                .list();
        if (batch.isEmpty()) {
            return false;
        }
        publisher.publish(batch.stream().map(Queued::row).toList(), false);
        leader.sql("DELETE FROM outbox_queue WHERE number <= :last")
                .param("last", batch.getLast().number())
                .update();
        if (System.nanoTime() - rememberedNanos
                > settings.tuning().confirmInterval().toNanos()) {
            remember();
        }
        return true;
    }

    private void remember() {
        RelayMemory.advance(leader, null, progress.newestEvent());
        rememberedNanos = System.nanoTime();
    }

    @Override
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        if (!thread.join(patience)) {
            return false;
        }
        throw new RelayException("Polling ended", failure);
    }

    @Override
    public Duration silence() {
        return Duration.ZERO; // every statement has a limit
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(Duration.ofSeconds(1))) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
