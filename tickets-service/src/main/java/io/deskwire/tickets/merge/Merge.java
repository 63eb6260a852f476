package io.deskwire.tickets.merge;

import io.deskwire.common.identity.TenantId;
import io.deskwire.tickets.link.LinkId;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.Ticket.Ends;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What it takes to undo a merge.
///
/// @param source the ticket that was merged
/// @param status and `ends`: the source's before that
/// @param link the one that it made; null where the two were linked so already
record Merge(
        TenantId tenantId,
        TicketId source,
        Instant mergedAt,
        TicketId target,
        TicketStatus status,
        Ends ends,
        @Nullable LinkId link) {
    /// How long it can be undone.
    static final Duration UNDOABLE = Duration.ofDays(30);

    static Merge of(Ticket source, Ticket target, @Nullable LinkId link, Instant now) {
        return new Merge(
                source.tenantId(),
                source.id(),
                now,
                target.id(),
                source.content().status(),
                source.ends(),
                link);
    }

    boolean isUndoable(Instant now) {
        return !now.isAfter(mergedAt.plus(UNDOABLE));
    }
}
