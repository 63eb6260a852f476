package io.deskwire.automation.tenantdirectory;

import io.deskwire.common.problem.Problem.NotFound;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Waits for what another service knows already and this one has yet to hear of: "not there" is only true after a
/// while. Thread-safe.
///
/// Wakes when this node learns of a tenant, and now and then for what other nodes learn.
@Component
public class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final ArrivalProperties properties;
    private long arrivals;
    private boolean closed;

    Arrivals(ArrivalProperties properties) {
        this.properties = properties;
    }

    /// Tries until something is found. No transaction may be open: nothing of the database is held between two tries.
    ///
    /// @throws NotFound where it is not there after all
    public <T> T await(Supplier<T> attempt) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("waiting would hold a transaction");
        }
        var deadline = System.nanoTime() + properties.patience().toNanos();
        while (true) {
            var heard = heard();
            try {
                return attempt.get();
            } catch (NotFound missing) {
                var left = deadline - System.nanoTime();
                if (left <= 0
                        || !awaitAnother(
                                heard, Math.min(left, properties.recheck().toNanos()))) {
                    throw missing;
                }
            }
        }
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

    @TransactionalEventListener(TenantArrived.class)
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
