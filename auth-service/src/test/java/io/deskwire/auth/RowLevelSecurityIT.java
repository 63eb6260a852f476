package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.RowLevelSecurity;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AuthServiceTest
class RowLevelSecurityIT {
    /// Sessions are of people, not of tenants; requests have no grant on them at all.
    private static final Set<String> EXEMPT = Set.of("sessions");

    @Autowired
    DataSource database;

    @Test
    void coversEveryTenantTable() {
        assertThat(RowLevelSecurity.findings(database, EXEMPT)).isEmpty();
    }
}
