package io.deskwire.common.relay;

import io.deskwire.common.relay.database.RelayDatabase;
import io.deskwire.contracts.event.Topic;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A relay in a JVM of its own, which tests can kill.
final class RelayProcess {
    private RelayProcess() {}

    /// @param haltAfter events acknowledged by Kafka: then, before it is confirmed to the slot, the process dies; 0:
    /// never
    static Process start(RelaySettings settings, long haltAfter) throws IOException {
        var database = settings.database();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                RelayProcess.class.getName()));
        command.addAll(List.of(
                database.host(),
                Integer.toString(database.port()),
                database.name(),
                database.user(),
                database.password(),
                settings.bootstrapServers(),
                Long.toString(haltAfter)));
        return new ProcessBuilder(command)
                .directory(new File("."))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) throws Exception {
        var database = new RelayDatabase(args[0], Integer.parseInt(args[1]), args[2], args[3], args[4]);
        var haltAfter = Long.parseLong(args[6]);
        var relays = new ArrayList<OutboxRelay>();
        var relay = new OutboxRelay(
                new RelaySettings("tickets", Topic.TICKETS, database, args[5]), Clock.systemUTC(), () -> {
                    if (haltAfter > 0 && relays.getFirst().progress().relayed.sum() >= haltAfter) {
                        Runtime.getRuntime().halt(137);
                    }
                });
        relays.add(relay);
        relay.ensureSlot();
        relay.start();
        new CountDownLatch(1).await();
    }
}
