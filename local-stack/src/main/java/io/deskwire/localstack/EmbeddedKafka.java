package io.deskwire.localstack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/// A Kafka of one node (KRaft, broker and controller together) inside this JVM, on loopback without passwords.
/// Stopping and starting again keeps port and data. Thread-safe.
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE = 1;

    /// One node, so one replica of everything; topics are made by name only; buffers and thread pools for a
    /// laptop.
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", String.valueOf(NODE)),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "4"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // After a crash the broker is let in again only when its former session has run out.
            Map.entry("broker.session.timeout.ms", "5000"),
            Map.entry("broker.heartbeat.interval.ms", "2000"),
            Map.entry("log.segment.bytes", String.valueOf(64 << 20)),
            Map.entry("log.index.size.max.bytes", String.valueOf(1 << 20)),
            Map.entry("log.cleaner.threads", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20)),
            Map.entry("log.cleaner.io.buffer.size", String.valueOf(64 << 10)),
            // Of each there are as many again for the controller, and an idle one wakes three times a second.
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "2"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("background.threads", "2"),
            // Without followers the end of the log is its high watermark, whatever the checkpoint says.
            Map.entry("replica.high.watermark.checkpoint.interval.ms", "60000"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            // The controller would write an empty record twice a second for followers that do not exist.
            Map.entry("metadata.max.idle.interval.ms", "0"));

    private final Path data;
    private final boolean kept;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    private EmbeddedKafka(Path data, boolean kept, int port, int controllerPort) {
        this.data = data;
        this.kept = kept;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /// A broker for tests: random ports, data deleted by [#close] (which also runs when the JVM ends).
    public static EmbeddedKafka temporary() {
        return temporary(close -> Runtime.getRuntime().addShutdownHook(new Thread(close, "embedded-kafka-closer")));
    }

    /// As [#temporary()], for who closes other things first.
    ///
    /// @param atTheEnd gets [#close], to be run before the JVM ends
    public static EmbeddedKafka temporary(Consumer<Runnable> atTheEnd) {
        try {
            var data = Files.createTempDirectory("deskwire-kafka");
            var kafka = new EmbeddedKafka(data, false, FreePort.find(), FreePort.find());
            atTheEnd.accept(kafka::close);
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A broker whose topics outlive it.
    public static EmbeddedKafka kept(Path data, int port, int controllerPort) {
        return new EmbeddedKafka(data, true, port, controllerPort);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /// Returns when the broker serves clients.
    ///
    /// @throws StackException where a port is taken or the data cannot be used
    public synchronized EmbeddedKafka start() {
        if (server != null) {
            throw new IllegalStateException("already running: " + this);
        }
        FreePort.require(port, "Kafka");
        FreePort.require(controllerPort, "Kafka's controller");
        formatOnce();
        var settings = new HashMap<>(SETTINGS);
        settings.put("log.dirs", data.toString());
        settings.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:%d".formatted(port));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        server = started(new KafkaConfig(settings));
        return this;
    }

    private KafkaRaftServer started(KafkaConfig config) {
        KafkaRaftServer starting = null;
        try {
            starting = new KafkaRaftServer(config, Time.SYSTEM);
            starting.startup();
            return starting;
        } catch (RuntimeException e) {
            if (starting != null) {
                starting.shutdown();
            }
            throw new StackException(
                    "Kafka did not start on port %d with its data in %s: %s".formatted(port, data, e.getMessage()), e);
        }
    }

    /// Flushes and closes the logs; returns when the broker is gone.
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        var stopping = server;
        server = null;
        stopping.shutdown();
        stopping.awaitShutdown();
    }

    @Override
    public synchronized void close() {
        stop();
        if (!kept) {
            Directories.delete(data);
        }
    }

    @Override
    public String toString() {
        return "Kafka " + bootstrapServers();
    }

    private void formatOnce() {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        var words = new ByteArrayOutputStream();
        try {
            Files.createDirectories(data);
            new Formatter()
                    .setPrintStream(new PrintStream(words, true, StandardCharsets.UTF_8))
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName("CONTROLLER")
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot format " + data + " for Kafka: " + words.toString(StandardCharsets.UTF_8), e);
        }
    }
}
