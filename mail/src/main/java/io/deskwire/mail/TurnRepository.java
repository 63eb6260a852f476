package io.deskwire.mail;

import io.deskwire.common.sql.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// When which address, as a hash, was last written to. Behind the system door.
class TurnRepository {
    private static final String TAKE = """
            INSERT INTO mail_turns AS t (address_hash, kind, taken_at) VALUES (:address, :kind, :now)
            ON CONFLICT (address_hash, kind) DO UPDATE SET taken_at = :now WHERE t.taken_at <= :before
            """;

    private final JdbcClient jdbc;

    TurnRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// False where the address had its turn after `before`.
    boolean take(byte[] address, LetterKind kind, Instant now, Instant before) {
        return jdbc.sql(TAKE)
                        .param("address", address)
                        .param("kind", kind.wire())
                        .param("now", Row.at(now))
                        .param("before", Row.at(before))
                        .update()
                == 1;
    }

    @Nullable
    Instant last(byte[] address, LetterKind kind) {
        return jdbc.sql("SELECT taken_at FROM mail_turns WHERE address_hash = :address AND kind = :kind")
                .param("address", address)
                .param("kind", kind.wire())
                .query(Row.as(row -> row.instant("taken_at")))
                .optional()
                .orElse(null);
    }

    void sweep(Instant before) {
        jdbc.sql("DELETE FROM mail_turns WHERE taken_at < :before")
                .param("before", Row.at(before))
                .update();
    }
}
