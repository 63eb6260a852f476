package io.deskwire.testsupport.database;

import io.deskwire.localstack.ServiceDatabase;
import io.deskwire.localstack.ServiceDatabase.Role;
import io.deskwire.testsupport.TestServers;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// A service's database as an earlier version left it, for tests of what an upgrade makes of its rows.
///
/// ```java
/// var database = EarlierDatabase.of("tickets", "20261130095100", "directory");
/// // rows as they were written then
/// database.upgrade();
/// ```
public final class EarlierDatabase {
    private final ServiceDatabase database;
    private final String[] locations;

    private EarlierDatabase(ServiceDatabase database, String[] locations) {
        this.database = database;
        this.locations = locations;
    }

    /// A new database of the shared cluster with the migrations on the class path up to this one.
    ///
    /// @param version the last migration that the earlier version had
    /// @param modules whose tables the service has besides its own, such as `directory`
    public static EarlierDatabase of(String service, String version, String... modules) {
        var locations = Stream.of(Stream.of("common"), Stream.of(modules), Stream.of(service))
                .flatMap(names -> names)
                .map("classpath:db/"::concat)
                .toArray(String[]::new);
        var earlier = new EarlierDatabase(TestServers.database(service), locations);
        earlier.migrate(version);
        return earlier;
    }

    /// Runs every migration that is missing, as the service does when it starts.
    public void upgrade() {
        migrate("latest");
    }

    public DataSource dataSource(Role role) {
        return database.dataSource(role);
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(database.dataSource(Role.OWNER))
                .locations(locations)
                .placeholders(Map.of("service", database.service()))
                .outOfOrder(true)
                .target(target)
                .load()
                .migrate();
    }
}
