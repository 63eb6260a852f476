package io.deskwire.tickets.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Until when a page of [CompletePage] is complete. Asked before the page is read, in one transaction with it and in
/// READ COMMITTED, where the page sees more than this does.
@Component
public class Completeness {
    private final CompletenessRepository database;

    Completeness(CompletenessRepository database) {
        this.database = database;
    }

    /// Whatever a later statement of this transaction does not see and becomes visible after it counts as changed at
    /// this time or later. In milliseconds, rounded down.
    ///
    /// @param ofFirstPage what the cursor says, which all pages of one reading keep; null on the first page
    public Instant until(@Nullable Instant ofFirstPage) {
        return ofFirstPage == null ? database.completeUntil() : ofFirstPage;
    }
}
