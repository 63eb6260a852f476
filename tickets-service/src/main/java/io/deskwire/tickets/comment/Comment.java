package io.deskwire.tickets.comment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something said about a ticket; never changed. As JSON this is its public image: in answers and in events.
///
/// @param authorId null where no subject wrote it, but a trigger, a letter or the system
/// @param body at most 64 KiB
/// @param requesterUser the client who asked, where one did; sees public comments. Not part of the image
public record Comment(
        CommentId id,
        TenantId tenantId,
        TicketId ticketId,
        @Nullable UserId authorId,
        Visibility visibility,
        String body,
        long version,
        Instant createdAt,
        @JsonIgnore @Nullable UserId requesterUser)
        implements Published {

    public enum Visibility {
        /// For everybody who sees the ticket.
        PUBLIC,
        /// For those with `comments.internal`.
        INTERNAL
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    /// The rule of the row's policy.
    @Override
    public Audience audience() {
        return switch (visibility) {
            case PUBLIC -> Audience.of(Permission.TICKETS_READ, requesterUser);
            case INTERNAL -> Audience.of(Permission.COMMENTS_INTERNAL);
        };
    }
}
