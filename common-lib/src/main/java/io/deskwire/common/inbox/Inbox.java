package io.deskwire.common.inbox;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Remembers which events a consumer has already worked off. Call inside the transaction of the effect, first.
public final class Inbox {
    private static final String REMEMBER = """
            INSERT INTO inbox (consumer, event_id) VALUES (:consumer, :event) ON CONFLICT DO NOTHING
            """;

    private final JdbcClient jdbc;

    public Inbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// False where the consumer has seen the event before: skip it.
    public boolean firstTime(String consumer, UUID event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the guard row needs the transaction of the effect");
        }
        return jdbc.sql(REMEMBER)
                        .param("consumer", consumer)
                        .param("event", event)
                        .update()
                == 1;
    }
}
