package io.deskwire.gateway.platform;

import io.deskwire.gateway.service.Service;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/// Keeps a dead service from filling the log: one line a second for each.
final class Outages {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLongArray lastNews = new AtomicLongArray(Service.values().length);

    Outages() {
        for (var service : Service.values()) {
            lastNews.set(service.ordinal(), System.nanoTime() - QUIET_NANOS);
        }
    }

    boolean isNews(Service service) {
        var now = System.nanoTime();
        var last = lastNews.get(service.ordinal());
        return now - last >= QUIET_NANOS && lastNews.compareAndSet(service.ordinal(), last, now);
    }
}
