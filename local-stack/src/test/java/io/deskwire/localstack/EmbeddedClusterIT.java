package io.deskwire.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.localstack.ServiceDatabase.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterIT {

    static final EmbeddedCluster cluster = EmbeddedCluster.temporary();
    static ServiceDatabase tickets;

    @BeforeAll
    static void start() throws SQLException {
        cluster.start();
        tickets = cluster.create("tickets", "tickets", "secret");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void isPostgres18WithLogicalReplication() throws SQLException {
        try (var superuser = cluster.superuser().connect("postgres")) {
            assertThat(ask(superuser, "SHOW server_version")).startsWith("18.");
            assertThat(ask(superuser, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void createsADatabaseTwiceWithoutHarm() throws SQLException {
        try (var owner = tickets.dataSource(Role.OWNER).getConnection()) {
            owner.createStatement().execute("CREATE TABLE kept (id int)");
        }
        var again = cluster.create("tickets", "tickets", "changed");
        try (var owner = again.dataSource(Role.OWNER).getConnection()) {
            assertThat(ask(owner, "SELECT count(*) FROM kept")).isEqualTo("0");
        } finally {
            cluster.create("tickets", "tickets", "secret");
        }
    }

    @Test
    void givesEachRoleItsRights() throws SQLException {
        try (var superuser = cluster.superuser().connect("tickets")) {
            assertThat(ask(superuser, """
                    SELECT string_agg(concat_ws(' ', rolname, rolsuper, rolbypassrls, rolreplication), ', ' ORDER BY rolname)
                    FROM pg_roles WHERE rolname LIKE 'tickets%'"""))
                    .isEqualTo("tickets_app f f f, tickets_cdc f f t, tickets_owner f f f, tickets_system f t f");
        }
        try (var app = tickets.dataSource(Role.APP).getConnection()) {
            assertThatThrownBy(() -> app.createStatement().execute("CREATE TABLE mine (id int)"))
                    .hasMessageContaining("permission denied for schema public");
            assertThatThrownBy(() -> ask(app, "SELECT pg_logical_emit_message(false, 'forged', 'event')"))
                    .hasMessageContaining("permission denied for function");
        }
    }

    @Test
    void keepsOtherServicesOut() throws SQLException {
        cluster.create("auth", "auth", "other");
        var stranger = new ServiceDatabase(tickets.host(), tickets.port(), "tickets", "auth", "other");
        assertThatThrownBy(() -> stranger.dataSource(Role.APP).getConnection())
                .hasMessageContaining("permission denied for database");
    }

    @Test
    void refusesAWrongPassword() {
        var wrong = new ServiceDatabase(tickets.host(), tickets.port(), "tickets", "tickets", "wrong");
        assertThatThrownBy(() -> wrong.dataSource(Role.APP).getConnection())
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void letsTheCdcRoleReplicateLogicallyButNotPhysically() throws SQLException {
        try (var logical = replicate("database")) {
            assertThat(ask(logical, "IDENTIFY_SYSTEM")).isNotEmpty();
        }
        assertThatThrownBy(() -> replicate("true")).hasMessageContaining("pg_hba.conf rejects replication connection");
    }

    @Test
    void keepsDataOverARestart() throws SQLException {
        try (var own = EmbeddedCluster.temporary().start()) {
            try (var before = own.superuser().connect("postgres")) {
                before.createStatement().execute("CREATE TABLE t AS SELECT 7 AS x");
            }
            own.stop();
            own.start();
            try (var after = own.superuser().connect("postgres")) {
                assertThat(ask(after, "SELECT x FROM t")).isEqualTo("7");
            }
        }
    }

    @Test
    void keptDataIsDurableAndFoundAgain(@TempDir Path directory) throws SQLException {
        int port = FreePort.find();
        for (var expected : new String[] {"0", "1"}) {
            try (var kept = EmbeddedCluster.kept(directory.resolve("data"), port, "pw", directory.resolve("log"))
                            .start();
                    var superuser = kept.superuser().connect("postgres")) {
                assertThat(ask(
                                superuser,
                                "SELECT concat(current_setting('fsync'), current_setting('synchronous_commit'))"))
                        .isEqualTo("onon");
                superuser.createStatement().execute("CREATE TABLE IF NOT EXISTS starts (at timestamptz)");
                assertThat(ask(superuser, "SELECT count(*) FROM starts")).isEqualTo(expected);
                superuser.createStatement().execute("INSERT INTO starts VALUES (now())");
            }
        }
    }

    @Test
    void saysWhyItCannotStart(@TempDir Path directory) throws IOException {
        var data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");
        try (var taken = new ServerSocket(FreePort.find(), 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedCluster.kept(data, FreePort.find(), "pw", directory.resolve("log"))
                            .start())
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(data + " is of PostgreSQL 17, and this is 18");
            assertThatThrownBy(
                            () -> EmbeddedCluster.kept(directory.resolve("new"), port, "pw", directory.resolve("log"))
                                    .start())
                    .isInstanceOf(StackException.class)
                    .hasMessage("Port " + port + ", meant for PostgreSQL, is taken by another program.");
        }
    }

    private static Connection replicate(String mode) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", tickets.user(Role.CDC));
        properties.setProperty("password", tickets.password());
        properties.setProperty("replication", mode);
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "18");
        return DriverManager.getConnection(tickets.jdbcUrl(), properties);
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (var answer = connection.createStatement().executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
