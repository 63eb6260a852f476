package io.deskwire.common.arrival;

import io.deskwire.common.problem.Problem.NotFound;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Waits for what another service knows already and this one has yet to hear of: "not there" is only true after a
/// while. Thread-safe.
///
/// Wakes when this node learns something ([Arrival]), and now and then for what other nodes learn. Counts
/// `deskwire.arrivals{outcome}` for those that had to wait: `came` or `missing`.
public class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final ArrivalProperties properties;
    private final MeterRegistry meters;
    private long arrivals;
    private boolean closed;

    Arrivals(ArrivalProperties properties, MeterRegistry meters) {
        this.properties = properties;
        this.meters = meters;
    }

    /// Tries until something is found. No transaction may be open: nothing of the database is held between two tries.
    ///
    /// @throws NotFound where it is not there after all
    public <T> T await(Supplier<T> attempt) {
        return await(NotFound.class, attempt);
    }

    /// As [#await(Supplier)], with what an attempt raises where it misses something.
    public <T> T await(Class<? extends RuntimeException> missing, Supplier<T> attempt) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("waiting would hold a transaction");
        }
        var deadline = System.nanoTime() + properties.patience().toNanos();
        for (var tries = 1; ; tries++) {
            var heard = heard();
            try {
                var found = attempt.get();
                if (tries > 1) {
                    count("came");
                }
                return found;
            } catch (RuntimeException failure) {
                if (!missing.isInstance(failure)) {
                    throw failure;
                }
                var left = deadline - System.nanoTime();
                if (left <= 0
                        || !awaitAnother(
                                heard, Math.min(left, properties.recheck().toNanos()))) {
                    count("missing");
                    throw failure;
                }
            }
        }
    }

    private void count(String outcome) {
        meters.counter("deskwire.arrivals", "outcome", outcome).increment();
    }

    private long heard() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    /// False when the service stops.
    private boolean awaitAnother(long heard, long nanos) {
        lock.lock();
        try {
            var left = nanos;
            while (arrivals == heard && left > 0 && !closed) {
                left = came.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @TransactionalEventListener(Arrival.class)
    void arrived() {
        ring(false);
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        ring(true);
    }

    private void ring(boolean last) {
        lock.lock();
        try {
            arrivals++;
            closed |= last;
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
