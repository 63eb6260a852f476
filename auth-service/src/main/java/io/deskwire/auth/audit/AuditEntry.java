package io.deskwire.auth.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry of the log, as the API shows it. Whoever keeps a `hash` can tell later whether anything before it was
/// changed; the canonical form that is hashed stands in the migration that makes `app.audit_canonical`.
///
/// @param seq its place in the tenant's chain: 1, 2, 3 …
/// @param actorId null where the system acted
/// @param details the very text that was hashed
record AuditEntry(
        UUID id,
        long seq,
        Instant occurredAt,
        String action,
        String actor,
        @Nullable UUID actorId,
        @Nullable UUID subjectId,
        @Nullable UUID credentialId,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String requestId,
        @JsonRawValue String details,
        String previousHash,
        String hash) {

    static AuditEntry of(Row row) throws SQLException {
        return new AuditEntry(
                row.uuid("id"),
                row.number("seq"),
                row.instant("occurred_at"),
                row.text("action"),
                row.text("actor"),
                row.uuidOrNull("actor_id"),
                row.uuidOrNull("subject_id"),
                row.uuidOrNull("credential_id"),
                row.textOrNull("address"),
                row.textOrNull("user_agent"),
                row.textOrNull("request_id"),
                row.text("details"),
                HexFormat.of().formatHex(row.bytes("previous_hash")),
                HexFormat.of().formatHex(row.bytes("hash")));
    }
}
