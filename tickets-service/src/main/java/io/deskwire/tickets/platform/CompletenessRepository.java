package io.deskwire.tickets.platform;

import io.deskwire.common.sql.Row;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CompletenessRepository {
    private final JdbcClient jdbc;

    CompletenessRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Instant completeUntil() {
        return jdbc.sql("SELECT app.complete_until() AS at")
                .query(Row.as(row -> row.instant("at")))
                .single();
    }
}
