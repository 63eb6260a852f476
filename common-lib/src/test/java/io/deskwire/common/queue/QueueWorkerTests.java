package io.deskwire.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class QueueWorkerTests {
    private final BlockingQueue<String> due = new LinkedBlockingQueue<>();
    private final AtomicInteger worked = new AtomicInteger();
    private final AtomicInteger looked = new AtomicInteger();
    private QueueWorker worker = worker(Duration.ofHours(1));

    private QueueWorker worker(Duration poll) {
        return new QueueWorker("test-worker", poll) {
            @Override
            protected int work() {
                looked.incrementAndGet();
                var next = due.poll();
                if ("breaks".equals(next)) {
                    throw new IllegalStateException("on purpose");
                }
                worked.addAndGet(next == null ? 0 : 1);
                return next == null ? 0 : 1;
            }
        };
    }

    @AfterEach
    void stop() {
        worker.stop();
    }

    @Test
    void worksUntilNothingIsDue() {
        due.add("one");
        due.add("two");

        worker.start();

        await().untilAsserted(() -> assertThat(worked).hasValue(2));
    }

    @Test
    void wakesWhenTheTransactionThatQueuedIsCommitted() {
        worker.start();
        await().untilAsserted(() -> assertThat(looked).hasPositiveValue());

        TransactionSynchronizationManager.initSynchronization();
        try {
            worker.wakeAfterCommit();
            due.add("queued");
            TransactionSynchronizationManager.getSynchronizations().forEach(TransactionSynchronization::afterCommit);
        } finally {
            TransactionSynchronizationManager.clearSynchronization();
        }

        await().untilAsserted(() -> assertThat(worked).hasValue(1));
    }

    @Test
    void findsByItselfWhatOthersQueued() {
        worker = worker(Duration.ofMillis(10));
        worker.start();
        await().untilAsserted(() -> assertThat(looked).hasPositiveValue());

        due.add("of another node");

        await().untilAsserted(() -> assertThat(worked).hasValue(1));
    }

    @Test
    void looksAgainWhenSomethingIsDueBeforeThePoll() {
        worker.start();
        await().untilAsserted(() -> assertThat(looked).hasPositiveValue());

        due.add("again");
        worker.wakeAfter(Duration.ofMillis(10));

        await().untilAsserted(() -> assertThat(worked).hasValue(1));
    }

    @Test
    void goesOnAfterAFailure() {
        worker = worker(Duration.ofMillis(10));
        due.add("breaks");
        due.add("holds");

        worker.start();

        await().untilAsserted(() -> assertThat(worked).hasValue(1));
    }

    @Test
    void restsOnceItIsStopped() {
        worker.start();
        await().untilAsserted(() -> assertThat(looked).hasPositiveValue());

        worker.stop();
        due.add("too late");

        assertThat(worker.isRunning()).isFalse();
        assertThat(worked).hasValue(0);
    }
}
