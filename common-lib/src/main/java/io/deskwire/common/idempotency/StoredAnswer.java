package io.deskwire.common.idempotency;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The first answer to a write, as it is replayed.
///
/// @param entitlement of who got it; null for one stored before this was kept, which nobody gets again
record StoredAnswer(
        byte[] requestHash,
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable Entitlement entitlement) {}
