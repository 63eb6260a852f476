package io.deskwire.testsupport.database;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/// How often a request of a service in this JVM waits for its database: counted in the driver, which notes each `Sync`
/// that it sends. What the service does besides, on other threads, does not count.
public final class RoundTrips {
    private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private static final String REQUEST_THREADS = "tomcat-handler-";

    private RoundTrips() {}

    /// Of several times the fewest: now and then a connection is tried before it is used, and what is remembered of an
    /// agent is read again.
    ///
    /// @param request each time another one
    public static int fewest(Runnable request) {
        return IntStream.range(0, 8).map(_ -> of(request)).min().orElseThrow();
    }

    private static int of(Runnable request) {
        var counter = new Counter();
        var level = DRIVER.getLevel();
        var toParent = DRIVER.getUseParentHandlers();
        DRIVER.addHandler(counter);
        DRIVER.setUseParentHandlers(false);
        DRIVER.setLevel(Level.FINEST);
        try {
            request.run();
            return counter.syncs.get();
        } finally {
            DRIVER.setLevel(level);
            DRIVER.setUseParentHandlers(toParent);
            DRIVER.removeHandler(counter);
        }
    }

    private static final class Counter extends Handler {
        private final AtomicInteger syncs = new AtomicInteger();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getMessage().contains("FE=> Sync")
                    && Thread.currentThread().getName().startsWith(REQUEST_THREADS)) {
                syncs.incrementAndGet();
            }
        }

        @Override
        public void flush() {
            // nothing is kept
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
