package io.deskwire.tickets.comment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something said about a ticket; never changed. As JSON this is its public image: in answers and in events.
///
/// @param body at most 64 KiB
/// @param requesterUser the client who asked, where one did; sees public comments. Not part of the image
public record Comment(
        CommentId id,
        TenantId tenantId,
        TicketId ticketId,
        UserId authorId,
        Visibility visibility,
        String body,
        long version,
        Instant createdAt,
        @JsonIgnore @Nullable UserId requesterUser) {

    public enum Visibility {
        /// For whoever sees the ticket.
        PUBLIC,
        /// For those with `comments.internal`.
        INTERNAL
    }
}
