package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.database.RowLevelSecurity;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@AuthServiceTest
class RowLevelSecurityIT {
    /// Sessions are of people, not of tenants; requests have no grant on them at all.
    private static final Set<String> EXEMPT = Set.of("sessions");

    @Autowired
    DataSource database;

    /// A column's grant counts for every row that any policy shows, and colleagues see each other.
    @Test
    void requestsReadOnlyHarmlessColumnsOfUsers() {
        var readable = JdbcClient.create(database).sql("""
                        SELECT attname::text FROM pg_attribute
                         WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped
                           AND has_column_privilege('auth_app', attrelid, attnum, 'SELECT')
                        """).query(String.class).set();

        assertThat(readable).containsExactlyInAnyOrder("id", "email", "service_tenant_id", "display_name");
    }

    @Test
    void coversEveryTenantTable() {
        assertThat(RowLevelSecurity.findings(database, EXEMPT)).isEmpty();
    }
}
