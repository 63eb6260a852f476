package io.deskwire.testsupport.server;

import io.deskwire.localstack.ServiceDatabase;
import io.deskwire.localstack.Superuser;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// A PostgreSQL 18 cluster of a test. It keeps its port and data when it is stopped and started.
public abstract sealed class PostgresServer implements AutoCloseable permits EmbeddedPostgres, ContainerPostgres {

    private static final String PASSWORD = "deskwire-test";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    PostgresServer() {}

    /// A running one of this machine.
    public static PostgresServer embedded() {
        return new EmbeddedPostgres();
    }

    /// A running one of Testcontainers.
    public static PostgresServer inContainer() {
        return new ContainerPostgres();
    }

    /// For what no service may do, such as ending another's session.
    public abstract Superuser superuser();

    /// Ends every session. Returns when the server is gone.
    public abstract void stop();

    /// Returns when the server answers.
    public abstract void start();

    @Override
    public abstract void close();

    /// A new, empty database with the service's roles.
    public synchronized ServiceDatabase database(String service) {
        var name = service + "_" + DATABASES.incrementAndGet();
        try {
            return ServiceDatabase.create(superuser(), service, name, PASSWORD);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
    }
}
