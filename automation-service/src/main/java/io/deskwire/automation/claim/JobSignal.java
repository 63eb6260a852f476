package io.deskwire.automation.claim;

import io.deskwire.automation.job.JobQueued;
import io.deskwire.common.identity.TenantId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Wakes this node's waiting claims when a job becomes claimable. A hint: what another node makes is found by looking
/// again. Thread-safe.
@Component
class JobSignal {
    private final ConcurrentHashMap<TenantId, Bell> bells = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private static final class Bell {
        final ReentrantLock lock = new ReentrantLock();
        final Condition rung = lock.newCondition();
        long rings;
        int waiters;
    }

    /// One waiting claim: what was rung between its look and its wait is not lost.
    final class Listener implements AutoCloseable {
        private final TenantId tenant;
        private final Bell bell;
        private long heard;

        private Listener(TenantId tenant) {
            this.tenant = tenant;
            this.bell = bells.compute(tenant, (_, known) -> {
                var used = known == null ? new Bell() : known;
                used.waiters++;
                return used;
            });
            this.heard = bell.rings;
        }

        /// Returns when rung, at the latest after that long. False when the service stops.
        boolean await(Duration atMost) throws InterruptedException {
            bell.lock.lock();
            try {
                var left = atMost.toNanos();
                while (bell.rings == heard && left > 0 && !closed) {
                    left = bell.rung.awaitNanos(left);
                }
                heard = bell.rings;
                return !closed;
            } finally {
                bell.lock.unlock();
            }
        }

        @Override
        public void close() {
            bells.computeIfPresent(tenant, (_, known) -> --known.waiters == 0 ? null : known);
        }
    }

    Listener listen(TenantId tenant) {
        return new Listener(tenant);
    }

    @TransactionalEventListener
    void on(JobQueued queued) {
        ring(queued.tenant());
    }

    private void ring(TenantId tenant) {
        var bell = bells.get(tenant);
        if (bell == null) {
            return;
        }
        bell.lock.lock();
        try {
            bell.rings++;
            bell.rung.signalAll();
        } finally {
            bell.lock.unlock();
        }
    }

    /// A stopping service answers its waiting claims at once.
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
        bells.keySet().forEach(this::ring);
    }
}
