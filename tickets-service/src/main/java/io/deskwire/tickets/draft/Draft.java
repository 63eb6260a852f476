package io.deskwire.tickets.draft;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.comment.Comment.Visibility;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What somebody has begun to write about a ticket; nobody else sees it. As JSON this is its public image: in answers
/// and in events.
///
/// @param version from 1, one more with each change
public record Draft(
        DraftId id,
        TenantId tenantId,
        TicketId ticketId,
        UserId userId,
        @JsonUnwrapped Text text,
        long version,
        Instant updatedAt)
        implements Published {

    /// @param body Markdown of at most 64 KiB, maybe empty
    /// @param visibility what the comment is to have
    public record Text(String body, Visibility visibility) {}

    /// The same one version on.
    Draft next(Text other, Instant now) {
        return new Draft(id, tenantId, ticketId, userId, other, version + 1, now);
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    /// The rule of the row's policy.
    @Override
    public Audience audience() {
        return Audience.of(userId, List.of(Permission.TICKETS_WRITE.key()));
    }
}
