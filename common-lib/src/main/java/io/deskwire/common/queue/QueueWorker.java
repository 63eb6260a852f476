package io.deskwire.common.queue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Works off a queue that is a table, on a thread of its own. While nothing is due it sleeps until somebody queues
/// something on this node, or the poll interval has passed, which finds what other nodes left and what is due again.
public abstract class QueueWorker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(QueueWorker.class);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final String name;
    private final Duration poll;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    /// @param name of the thread, and in the log
    protected QueueWorker(String name, Duration poll) {
        this.name = name;
        this.poll = poll;
    }

    /// @return how many were due; with none the worker sleeps
    protected abstract int work();

    /// How long to sleep with nothing due, where nobody queues anything on this node meanwhile. Asked before each
    /// sleep.
    protected Duration rest() {
        return poll;
    }

    /// Call in the transaction that queues.
    public final void wakeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake();
            }
        });
    }

    protected final void wake() {
        bell.release();
    }

    /// For what becomes due before the poll would find it.
    protected final void wakeAfter(Duration wait) {
        if (wait.compareTo(poll) < 0) {
            CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::wake);
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /// What is under way ends by itself, or its lease does.
    @Override
    public void stop() {
        running = false;
        wake();
        if (thread != null) {
            try {
                thread.join(FAREWELL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                if (work() == 0) {
                    var _ = bell.tryAcquire(rest().toMillis(), TimeUnit.MILLISECONDS);
                    bell.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException failure) {
                log.warn("{} failed, trying again", name, failure);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(poll);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
