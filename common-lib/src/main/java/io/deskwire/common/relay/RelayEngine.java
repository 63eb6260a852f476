package io.deskwire.common.relay;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.deskwire.common.relay.wal.WalConnector;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One life of a Debezium engine that streams the outbox from its slot.
final class RelayEngine implements RelayRun {
    private static final Logger log = LoggerFactory.getLogger(RelayEngine.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private final ChangeHandler handler;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    RelayEngine(RelaySettings settings, ChangeHandler handler) {
        this.handler = handler;
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(configuration(settings))
                .using(RelayEngine.class.getClassLoader())
                .using(handler) // as the policy that decides when the slot is moved
                .using((success, message, error) ->
                        failure = success ? null : new RelayException(String.valueOf(message), error))
                .notifying(handler)
                .build();
        this.thread = Thread.ofPlatform()
                .name("relay-engine-" + settings.service())
                .daemon()
                .unstarted(this::run);
    }

    /// The slot is the only truth about what was relayed: offsets live in memory and start empty with each engine, so
    /// Debezium begins where the slot stands and never searches the log for a stored position (where dbz#76 loses
    /// events). Nothing is retried inside: every failure ends the engine, and the supervisor builds another.
    private static Properties configuration(RelaySettings settings) {
        var database = settings.database();
        var tuning = settings.tuning();
        var properties = new Properties();
        properties.setProperty("name", settings.slot());
        properties.setProperty("connector.class", WalConnector.class.getName());
        properties.setProperty("offset.storage", MemoryOffsetBackingStore.class.getName());
        properties.setProperty("topic.prefix", settings.slot());
        properties.setProperty("database.hostname", database.host());
        properties.setProperty("database.port", Integer.toString(database.port()));
        properties.setProperty("database.dbname", database.name());
        properties.setProperty("database.user", database.user());
        properties.setProperty("database.password", database.password());

        properties.setProperty("plugin.name", "pgoutput");
        properties.setProperty("slot.name", settings.slot());
        properties.setProperty("slot.max.retries", "0");
        properties.setProperty("publication.name", "deskwire_outbox");
        properties.setProperty("publication.autocreate.mode", "disabled");
        properties.setProperty("table.include.list", "public.outbox,public.cdc_heartbeat");
        properties.setProperty("snapshot.mode", "no_data");
        properties.setProperty("tombstones.on.delete", "false");
        properties.setProperty("provide.transaction.metadata", "false");

        properties.setProperty("errors.max.retries", "0");
        properties.setProperty("retriable.restart.connector.wait.ms", "500");
        properties.setProperty("task.management.timeout.ms", Long.toString(CLOSE_PATIENCE.toMillis()));
        properties.setProperty("record.processing.order", "ORDERED");
        properties.setProperty("record.processing.threads", "1");
        // One at a time, so that each goes out when it comes; the handler has many under way at once.
        properties.setProperty("max.batch.size", "1");
        properties.setProperty("max.queue.size", "4096");
        properties.setProperty("max.queue.size.in.bytes", Integer.toString(16 << 20));
        // Debezium spins for the last millisecond of each, and notices only then that its stream broke.
        properties.setProperty("poll.interval.ms", "2000");

        properties.setProperty("status.update.interval.ms", "4000"); // the server cuts us off after 10 s of silence
        properties.setProperty(
                "heartbeat.interval.ms", Long.toString(tuning.heartbeat().toMillis()));
        properties.setProperty("heartbeat.action.query", ChangeHandler.BEAT);
        return properties;
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            engine.run();
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    @Override
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        throw failure instanceof RelayException known ? known : new RelayException("The engine ended", failure);
    }

    @Override
    public Duration silence() {
        return handler.silence();
    }

    @Override
    public void close() {
        var deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        try {
            if (ended.getCount() > 0) {
                handler.drain(Duration.ofSeconds(1));
            }
            while (ended.getCount() > 0 && System.nanoTime() < deadline) {
                stop();
                ended.await(100, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ended.getCount() > 0) {
            log.error("The engine does not end; it is left behind, its database session will be ended by the next one");
            thread.interrupt();
        }
    }

    private void stop() {
        try {
            engine.close();
        } catch (IllegalStateException busy) {
            log.debug("Asked again in a moment: {}", busy.getMessage()); // it cannot be closed while its task starts
        } catch (IOException e) {
            log.warn("The engine did not close cleanly", e);
        }
    }
}
