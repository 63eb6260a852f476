package io.deskwire.auth.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry of the log, as the API shows it. A `hash` that is kept shows later whether anything before it was changed;
/// the canonical form that is hashed stands in the migration that makes `app.audit_canonical`.
///
/// @param seq its place in the tenant's chain: 1, 2, 3 …
/// @param details the very text that was hashed
record AuditEntry(
        UUID id,
        long seq,
        Instant occurredAt,
        String action,
        @JsonUnwrapped Parties parties,
        @JsonUnwrapped Origin origin,
        @JsonRawValue String details,
        @JsonUnwrapped Link link) {

    /// Who did it, to whom or what, with which credential.
    ///
    /// @param actorId null where the system acted
    record Parties(
            String actor,
            @Nullable UUID actorId,
            @Nullable UUID subjectId,
            @Nullable UUID credentialId) {}

    /// What holds the chain together.
    record Link(String previousHash, String hash) {}

    static AuditEntry of(Row row) throws SQLException {
        return new AuditEntry(
                row.uuid("id"),
                row.number("seq"),
                row.instant("occurred_at"),
                row.text("action"),
                new Parties(
                        row.text("actor"),
                        row.uuidOrNull("actor_id"),
                        row.uuidOrNull("subject_id"),
                        row.uuidOrNull("credential_id")),
                new Origin(row.textOrNull("address"), row.textOrNull("user_agent"), row.textOrNull("request_id")),
                row.text("details"),
                new Link(hex(row, "previous_hash"), hex(row, "hash")));
    }

    private static String hex(Row row, String column) throws SQLException {
        return HexFormat.of().formatHex(row.bytes(column));
    }
}
