package io.deskwire.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// One service's database and where it is. Its four roles share one password.
///
/// @param name the database; equals the service's name but for tests, where each test has its own
/// @param service `auth`, `tickets`, `automation` or `notification`; the prefix of the roles
public record ServiceDatabase(String host, int port, String name, String service, String password) {

    /// Who connects; `service-database.sql` says what each may do.
    public enum Role {
        OWNER,
        APP,
        SYSTEM,
        CDC
    }

    public ServiceDatabase {
        if (!service.matches("[a-z]+") || !name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "a service is named [a-z]+ and its database [a-z][a-z0-9_]*, not " + service + " and " + name);
        }
        if (!password.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("a database password consists of [A-Za-z0-9_-]");
        }
    }

    /// Creates the database and its roles where they are missing, and sets rights and passwords as they should
    /// be. Roles belong to the whole cluster, so concurrent calls for one service must be serialised by the
    /// caller.
    public static ServiceDatabase create(Superuser superuser, String service, String name, String password)
            throws SQLException {
        var database = new ServiceDatabase(superuser.host(), superuser.port(), name, service, password);
        try (var connection = superuser.connect("postgres");
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + name + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + name);
            }
        }
        try (var connection = superuser.connect(name);
                var statement = connection.createStatement()) {
            statement.execute(database.script());
        }
        return database;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
    }

    public String user(Role role) {
        return service + "_" + role.name().toLowerCase(Locale.ROOT);
    }

    /// Unpooled: each call of `getConnection` opens one.
    public DataSource dataSource(Role role) {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        source.setUser(user(role));
        source.setPassword(password);
        return source;
    }

    @Override
    public String toString() {
        return jdbcUrl();
    }

    private String script() {
        try (InputStream template = ServiceDatabase.class.getResourceAsStream("service-database.sql")) {
            return new String(Objects.requireNonNull(template).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${service}", service)
                    .replace("${password}", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
