package io.deskwire.testsupport;

import io.deskwire.localstack.ServiceDatabase;
import io.deskwire.testsupport.server.KafkaServer;
import io.deskwire.testsupport.server.PostgresServer;
import org.jspecify.annotations.Nullable;

/// Where integration tests get PostgreSQL and Kafka: one of each per JVM, started when first asked for. They are
/// embedded by default and Testcontainers with `-Ddeskwire.servers=containers`; no test can tell which.
/// Thread-safe.
///
/// Tests that stop servers take one of their own: [#ownPostgres] and [#ownKafka].
public final class TestServers {

    private static @Nullable PostgresServer postgres;
    private static @Nullable KafkaServer kafka;

    private TestServers() {}

    /// A new, empty database with the service's four roles, in the shared cluster. Its name is `<service>_<n>`;
    /// the roles are the service's and shared by all its databases, as replication slots' names are by the whole
    /// cluster.
    public static ServiceDatabase database(String service) {
        return postgres().database(service);
    }

    /// Bootstrap servers of the shared broker. Topics are not made by use.
    public static String kafka() {
        return sharedKafka().bootstrapServers();
    }

    /// A running cluster that the caller may stop and start, and closes.
    public static PostgresServer ownPostgres() {
        return inContainers() ? PostgresServer.inContainer() : PostgresServer.embedded();
    }

    /// A running broker that the caller may stop and start, and closes.
    public static KafkaServer ownKafka() {
        return inContainers() ? KafkaServer.inContainer() : KafkaServer.embedded();
    }

    private static synchronized PostgresServer postgres() {
        if (postgres == null) {
            postgres = ownPostgres();
        }
        return postgres;
    }

    private static synchronized KafkaServer sharedKafka() {
        if (kafka == null) {
            kafka = ownKafka();
        }
        return kafka;
    }

    private static boolean inContainers() {
        return switch (System.getProperty("deskwire.servers", "embedded")) {
            case "embedded" -> false;
            case "containers" -> true;
            case String other ->
                throw new IllegalStateException("deskwire.servers is 'embedded' or 'containers', not '" + other + "'");
        };
    }
}
