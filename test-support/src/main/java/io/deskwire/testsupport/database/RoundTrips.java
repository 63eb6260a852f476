package io.deskwire.testsupport.database;

import static java.util.Comparator.comparingInt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often a request of a service in this JVM waits for its database: counted in the driver, which notes each `Sync`
/// that it sends. What the service does besides, on other threads, does not count.
public final class RoundTrips {
    private static final java.util.logging.Logger DRIVER =
            java.util.logging.Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private static final Logger log = LoggerFactory.getLogger(RoundTrips.class);
    private static final SimpleFormatter TEXT = new SimpleFormatter();
    /// The driver prepares a statement on the server at its fifth use, and has it described then: what it does
    /// after that is what it does from then on.
    private static final int WARM_UP = 12;

    private static final int COUNTED = 4;

    /// How many requests [#fewest] makes.
    public static final int REQUESTS = WARM_UP + COUNTED;

    private static final String SYNC = "FE=> Sync";
    private static final String REQUEST_THREADS = "tomcat-handler-";

    private RoundTrips() {}

    /// Of several times the fewest: now and then a connection is tried before it is used, and what is remembered of an
    /// agent is read again.
    ///
    /// @param request each time another one
    public static int fewest(Runnable request) {
        for (int i = 0; i < WARM_UP; i++) {
            request.run();
        }
        var fewest = IntStream.range(0, COUNTED)
                .mapToObj(_ -> of(request))
                .min(comparingInt(Counter::trips))
                .orElseThrow();
        log.info("{} round trips: {}", fewest.trips(), fewest.sent);
        return fewest.trips();
    }

    private static Counter of(Runnable request) {
        var counter = new Counter();
        var level = DRIVER.getLevel();
        var toParent = DRIVER.getUseParentHandlers();
        DRIVER.addHandler(counter);
        DRIVER.setUseParentHandlers(false);
        DRIVER.setLevel(Level.FINEST);
        try {
            request.run();
            return counter;
        } finally {
            DRIVER.setLevel(level);
            DRIVER.setUseParentHandlers(toParent);
            DRIVER.removeHandler(counter);
        }
    }

    private static final class Counter extends Handler {
        /// What the driver sent, as it notes it.
        private final Queue<String> sent = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getMessage().contains("FE=>")
                    && Thread.currentThread().getName().startsWith(REQUEST_THREADS)) {
                sent.add(TEXT.formatMessage(entry).strip());
            }
        }

        private int trips() {
            return (int)
                    sent.stream().filter(message -> message.startsWith(SYNC)).count();
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
