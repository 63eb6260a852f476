package io.deskwire.auth.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry that has no place in its chain yet.
///
/// @param chain the tenant; the nil UUID for the platform
/// @param details a JSON object, kept as this very text
record AuditDraft(
        UUID chain,
        UUID id,
        Instant occurredAt,
        String action,
        Attribution actor,
        @Nullable UUID subject,
        Origin origin,
        String details) {}
