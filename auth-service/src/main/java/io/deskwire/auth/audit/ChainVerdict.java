package io.deskwire.auth.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came of computing a tenant's chain anew.
///
/// @param brokenAt the first entry that is missing, foreign or changed; null where the chain holds
/// @param lastHash the hash of the last entry, worth keeping elsewhere: a later log must still contain it; null for an
/// empty log
record ChainVerdict(
        boolean valid,
        long entries,
        @Nullable Long brokenAt,
        @Nullable String lastHash,
        Instant verifiedAt) {}
