package io.deskwire.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.database.RowLevelSecurity;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AutomationServiceTest
class RowLevelSecurityIT {
    @Autowired
    DataSource database;

    @Test
    void coversEveryTenantTable() {
        assertThat(RowLevelSecurity.findings(database, Set.of())).isEmpty();
    }
}
