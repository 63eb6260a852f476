package io.deskwire.benchmarks.cost;

import io.deskwire.benchmarks.client.Running;
import io.deskwire.benchmarks.counter.Scratch;
import io.deskwire.benchmarks.counter.StackCounters;
import io.deskwire.localstack.Superuser;
import io.deskwire.localstack.home.Ports;
import io.deskwire.localstack.home.Secrets;
import io.deskwire.localstack.home.StackState;
import java.nio.file.Path;
import java.sql.SQLException;

/// A running stack of this machine, how to wait until it rests, and its counters.
record MeasuredStack(Running running, Scratch scratch, Settling settling, StackCounters counters)
        implements AutoCloseable {

    /// The stack has to be at rest.
    ///
    /// @throws IllegalArgumentException where none runs
    static MeasuredStack of(Path home) throws Exception {
        var state = state(home);
        var ports = new Ports(state.port());
        var superuser = superuser(home, ports);
        var scratch = Scratch.create(superuser);
        return new MeasuredStack(
                Running.at(home.resolve("env")),
                scratch,
                new Settling(superuser, "127.0.0.1:" + ports.kafka()),
                StackCounters.of(state, superuser, Scratch.NAME));
    }

    /// From PostgreSQL's next start on, for all who use this stack. It costs some microseconds for each statement.
    ///
    /// @throws IllegalArgumentException where none runs
    static void countStatements(Path home, boolean yes) throws SQLException {
        try (var connection = superuser(home, new Ports(state(home).port())).connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(
                    yes
                            ? "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'"
                            : "ALTER SYSTEM RESET shared_preload_libraries");
        }
    }

    private static StackState state(Path home) {
        return StackState.read(home)
                .filter(StackState::healthy)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No running stack in " + home + " (expected: ./deskwire up --detach)"));
    }

    private static Superuser superuser(Path home, Ports ports) {
        return new Superuser("127.0.0.1", ports.postgres(), Secrets.load(home).superuserPassword());
    }

    @Override
    public void close() throws Exception {
        counters.close();
        settling.close();
        scratch.close();
    }
}
