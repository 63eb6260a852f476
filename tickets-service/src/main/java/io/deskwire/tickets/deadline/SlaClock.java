package io.deskwire.tickets.deadline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing that is promised for a ticket, and how it stands.
///
/// @param dueAt null while it is paused, and where so much time never counts
/// @param metAt when it was done; null until then
/// @param breached it was not done in time, or it is not done and its time is over
/// @param paused it is not done, and no time counts until the ticket is open again
public record SlaClock(@Nullable Instant dueAt, @Nullable Instant metAt, boolean breached, boolean paused) {

    /// Whether somebody can still be in time.
    boolean isRunning() {
        return metAt == null && !breached && !paused;
    }
}
