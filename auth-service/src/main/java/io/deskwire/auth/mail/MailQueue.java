package io.deskwire.auth.mail;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.sql.Row;
import java.time.Clock;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The door to mail: what is queued is sent once the transaction is committed, and tried again where it fails.
@Service
public class MailQueue {
    private static final String ENQUEUE = """
            INSERT INTO mails (id, kind, recipient, values, next_try_at, created_at)
            VALUES (:id, :kind, :recipient, :values::jsonb, :at, :at)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    MailQueue(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /// @param values what the kind's template shows: `link`, `token`, `tenant` and so on
    @Transactional(propagation = Propagation.MANDATORY)
    public void enqueue(MailKind kind, String to, Map<String, String> values) {
        jdbc.sql(ENQUEUE)
                .param("id", Uuid7.next())
                .param("kind", Row.wire(kind))
                .param("recipient", to)
                .param("values", json.writeValueAsString(values))
                .param("at", Row.at(clock.instant()))
                .update();
    }
}
