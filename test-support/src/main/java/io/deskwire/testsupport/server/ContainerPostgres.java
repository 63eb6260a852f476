package io.deskwire.testsupport.server;

import io.deskwire.localstack.FreePort;
import io.deskwire.localstack.Superuser;
import java.time.Duration;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

final class ContainerPostgres extends PostgresServer {

    private static final String PASSWORD = "deskwire-test";

    private final PostgreSQLContainer container;
    private final Superuser superuser;

    ContainerPostgres() {
        // A fixed port of the host: a random one would change when the container is started again.
        int port = FreePort.find();
        container = new PostgreSQLContainer(DockerImageName.parse("postgres:18"))
                .withUsername(Superuser.NAME)
                .withPassword(PASSWORD)
                .withEnv("POSTGRES_INITDB_ARGS", "--locale-provider=builtin --builtin-locale=C.UTF-8")
                .withCommand(
                        "postgres",
                        "-c",
                        "wal_level=logical",
                        "-c",
                        "max_connections=200",
                        "-c",
                        "max_replication_slots=20",
                        "-c",
                        "max_wal_senders=20",
                        "-c",
                        "fsync=off",
                        "-c",
                        "timezone=America/St_Johns");
        FixedPort.bind(container, port, PostgreSQLContainer.POSTGRESQL_PORT);
        container.start();
        superuser = new Superuser(container.getHost(), port, PASSWORD);
    }

    @Override
    public Superuser superuser() {
        return superuser;
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void start() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        FixedPort.await(
                "PostgreSQL",
                Duration.ofSeconds(60),
                () -> superuser.connect("postgres").close());
    }

    @Override
    public void close() {
        container.stop();
    }
}
