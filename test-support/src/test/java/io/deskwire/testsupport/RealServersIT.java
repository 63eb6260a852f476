package io.deskwire.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

@RealServers("auth")
@SpringJUnitConfig(RealServersIT.Empty.class)
class RealServersIT {

    @Configuration
    static class Empty {}

    @Value("jdbc:postgresql://${deskwire.database.host}:${deskwire.database.port}/${deskwire.database.name}")
    String url;

    @Value("${deskwire.database.password}")
    String password;

    @Value("${deskwire.kafka.bootstrap-servers}")
    String kafka;

    @Test
    void handsTheServersToTheContext() throws SQLException {
        try (var connection = DriverManager.getConnection(url, "auth_app", password)) {
            assertThat(connection.getCatalog()).startsWith("auth_");
        }
        assertThat(kafka).isEqualTo(TestServers.kafka());
    }
}
