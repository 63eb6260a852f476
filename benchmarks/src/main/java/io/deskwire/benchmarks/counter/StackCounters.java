package io.deskwire.benchmarks.counter;

import io.deskwire.localstack.Superuser;
import io.deskwire.localstack.home.StackState;
import io.deskwire.localstack.home.StackState.Part;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.management.JMException;

/// All counters of a running stack. Not thread-safe.
public final class StackCounters implements AutoCloseable {
    /// Milliseconds that the JVMs' compiler threads used; a share of their processor time.
    public static final String COMPILER_MILLIS = "compiler_ms";

    private static final String KAFKA = "Kafka";

    private final Map<String, Long> machines;
    private final Backends backends;
    private final StackCpu cpu;
    private final PostgresCounters postgres;
    private final KafkaRequests kafka;
    private final List<String> databases;

    private StackCounters(
            Map<String, Long> machines,
            Backends backends,
            PostgresCounters postgres,
            KafkaRequests kafka,
            List<String> databases) {
        this.machines = machines;
        this.backends = backends;
        this.cpu = new StackCpu(machines, backends);
        this.postgres = postgres;
        this.kafka = kafka;
        this.databases = databases;
    }

    /// @param scratch a database to keep the counting functions in
    public static StackCounters of(StackState state, Superuser superuser, String scratch)
            throws IOException, SQLException {
        var machines = new LinkedHashMap<String, Long>();
        for (var part : state.parts()) {
            if (part.probe() != null) {
                machines.put(part.name().replaceAll("^api-|-service$", ""), pid(part));
            }
        }
        machines.put(KAFKA, state.launcher().pid());
        var server = state.parts().stream()
                .filter(part -> part.name().startsWith("PostgreSQL"))
                .findFirst()
                .orElseThrow();
        return new StackCounters(
                machines,
                new Backends(StackCpu.PROC, pid(server), Superuser.NAME),
                PostgresCounters.of(superuser, scratch),
                KafkaRequests.of(state.launcher().pid()),
                databases(superuser, scratch));
    }

    private static long pid(Part part) {
        var process = part.process();
        if (process == null) {
            throw new IllegalArgumentException(part.name() + " does not run (expected: ./deskwire up --detach)");
        }
        return process.pid();
    }

    /// The services', in the order in which they were made.
    private static List<String> databases(Superuser superuser, String scratch) throws SQLException {
        var names = new ArrayList<String>();
        try (var connection = superuser.connect(scratch);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT datname FROM pg_database
                         WHERE NOT datistemplate AND datname NOT IN ('postgres', current_database()) ORDER BY oid
                        """)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /// The stack's JVMs, by what they run.
    public List<String> machines() {
        return List.copyOf(machines.keySet());
    }

    /// What PostgreSQL's processes work for; without autovacuum, which counts in no total.
    public List<String> postgresParts() {
        var parts = new ArrayList<String>();
        databases.forEach(database -> parts.add(BackendTitle.of(database)));
        parts.add(BackendTitle.SENDERS);
        parts.add(BackendTitle.OTHER);
        return parts;
    }

    /// The process that runs this, of [#machines].
    public long pid(String machine) {
        return Objects.requireNonNull(machines.get(machine), machine);
    }

    /// Processor time first: PostgreSQL's counts are as of the moment they are asked for, but may take long.
    public Spent.Reading read() throws SQLException, IOException, JMException {
        long now = System.nanoTime();
        var millis = cpu.millis();
        double compilers = cpu.compilerMillis();
        var counts = new HashMap<>(kafka.read());
        counts.putAll(postgres.read());
        counts.put(COMPILER_MILLIS, compilers);
        return new Spent.Reading(now, millis, counts);
    }

    /// Counts processor time of one JVM that is no part of the stack, beside PostgreSQL's.
    public StackCpu beside(String name, long pid) {
        return new StackCpu(Map.of(name, pid), backends);
    }

    @Override
    public void close() throws SQLException, IOException {
        cpu.close();
        kafka.close();
        postgres.close();
    }
}
