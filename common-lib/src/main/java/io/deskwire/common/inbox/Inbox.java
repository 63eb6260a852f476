package io.deskwire.common.inbox;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Remembers which events a consumer has already worked off. Call inside the transaction of the effect, first.
public final class Inbox {
    private static final String REMEMBER = """
            INSERT INTO inbox (consumer, event_id) SELECT :consumer, unnest(:events) ON CONFLICT DO NOTHING RETURNING event_id
            """;

    private final JdbcClient jdbc;

    public Inbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// False where the consumer has seen the event before: skip it.
    public boolean firstTime(String consumer, UUID event) {
        return !firstTimes(consumer, List.of(event)).isEmpty();
    }

    /// Those that the consumer has not seen before, each once; in one statement.
    public Set<UUID> firstTimes(String consumer, Collection<UUID> events) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the guard row needs the transaction of the effect");
        }
        return events.isEmpty()
                ? Set.of()
                : jdbc.sql(REMEMBER)
                        .param("consumer", consumer)
                        .param("events", events.toArray(UUID[]::new))
                        .query(UUID.class)
                        .set();
    }
}
