package io.deskwire.benchmarks.counter;

import io.deskwire.localstack.Passwords;
import io.deskwire.localstack.Superuser;
import java.sql.SQLException;

/// A database beside the services', with a role of its own; gone when it is closed.
public record Scratch(Superuser superuser, String password) implements AutoCloseable {
    public static final String NAME = "deskwire_cost";

    /// In place of what a benchmark left that was killed.
    public static Scratch create(Superuser superuser) throws SQLException {
        var scratch = new Scratch(superuser, Passwords.random());
        scratch.close();
        scratch.run("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + scratch.password + "'");
        scratch.run("CREATE DATABASE " + NAME + " OWNER " + NAME);
        return scratch;
    }

    private void run(String statement) throws SQLException {
        try (var connection = superuser.connect("postgres");
                var running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    public String url() {
        return "jdbc:postgresql://%s:%d/%s".formatted(superuser.host(), superuser.port(), NAME);
    }

    @Override
    public void close() throws SQLException {
        run("DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
        run("DROP ROLE IF EXISTS " + NAME);
    }

    @Override
    public String toString() {
        return url();
    }
}
