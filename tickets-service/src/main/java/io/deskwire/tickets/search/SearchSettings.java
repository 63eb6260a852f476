package io.deskwire.tickets.search;

import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a tenant's search takes words.
///
/// @param reindexing texts from before the last change are still found by what held then
/// @param updatedBy who chose it; null where nobody did
record SearchSettings(
        Stemming stemming,
        boolean reindexing,
        @Nullable UserId updatedBy,
        @Nullable Instant updatedAt) {

    /// Which language's inflections are found beside the words as they are written.
    enum Stemming {
        NONE,
        ENGLISH,
        GERMAN
    }

    /// Of a tenant that never chose.
    static SearchSettings unchosen() {
        return new SearchSettings(Stemming.NONE, false, null, null);
    }
}
