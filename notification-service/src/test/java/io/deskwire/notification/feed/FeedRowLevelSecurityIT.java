package io.deskwire.notification.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.notification.LiveService;
import io.deskwire.testsupport.database.RowLevelSecurity;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class FeedRowLevelSecurityIT extends LiveService {
    @Autowired
    DataSource database;

    @Test
    void coversEveryTenantTable() {
        assertThat(RowLevelSecurity.findings(database, Set.of())).isEmpty();
    }
}
