package io.deskwire.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.localstack.ServiceDatabase.Role;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TestServersIT {

    @Test
    void givesEachTestADatabaseOfItsOwnInOneCluster() throws SQLException {
        var one = TestServers.database("tickets");
        var two = TestServers.database("tickets");
        assertThat(one.name()).isNotEqualTo(two.name());
        assertThat(one.port()).isEqualTo(two.port());
        try (var connection = two.dataSource(Role.OWNER).getConnection()) {
            connection.createStatement().execute("CREATE TABLE only_here (id int)");
        }
        try (var connection = one.dataSource(Role.OWNER).getConnection();
                var answer = connection.createStatement().executeQuery("SELECT to_regclass('only_here') IS NULL")) {
            assertThat(answer.next() && answer.getBoolean(1)).isTrue();
        }
    }

    @Test
    void restartsAPostgresOfItsOwnInPlace() throws SQLException {
        try (var own = TestServers.ownPostgres()) {
            var database = own.database("tickets");
            try (var connection = database.dataSource(Role.OWNER).getConnection()) {
                connection.createStatement().execute("CREATE TABLE kept (id int)");
            }
            own.stop();
            assertThatThrownBy(() -> database.dataSource(Role.OWNER).getConnection())
                    .isInstanceOf(SQLException.class);
            own.start();
            try (var connection = database.dataSource(Role.APP).getConnection();
                    var answer = connection.createStatement().executeQuery("SELECT to_regclass('kept') IS NOT NULL")) {
                assertThat(answer.next() && answer.getBoolean(1)).isTrue();
            }
        }
    }

    @Test
    void restartsAKafkaOfItsOwnInPlace() throws Exception {
        try (var own = TestServers.ownKafka();
                var admin = Admin.create(Map.of("bootstrap.servers", own.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
            own.stop();
            own.start();
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
    }
}
