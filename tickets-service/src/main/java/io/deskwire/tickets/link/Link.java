package io.deskwire.tickets.link;

import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a ticket is to another one; the other one has a link of the inverse kind. As JSON this is its public image: in
/// answers and in events.
///
/// @param ticketId the other one
/// @param createdBy null where no subject made it, but a trigger or the system
public record Link(
        LinkId id,
        TenantId tenantId,
        TicketId fromTicketId,
        Kind kind,
        TicketId ticketId,
        long version,
        @Nullable UserId createdBy,
        Instant createdAt)
        implements Published {

    /// What the ticket is to the other one. Two tickets have one link of each pair of kinds at most.
    public enum Kind {
        PARENT,
        CHILD,
        DUPLICATE,
        DUPLICATED_BY,
        RELATED,
        BLOCKS,
        BLOCKED_BY;

        Kind inverse() {
            return switch (this) {
                case PARENT -> CHILD;
                case CHILD -> PARENT;
                case DUPLICATE -> DUPLICATED_BY;
                case DUPLICATED_BY -> DUPLICATE;
                case RELATED -> RELATED;
                case BLOCKS -> BLOCKED_BY;
                case BLOCKED_BY -> BLOCKS;
            };
        }
    }

    /// The link and its inverse.
    static List<Link> both(TenantId tenant, TicketId from, Kind kind, TicketId to, Actor actor, Instant now) {
        return List.of(
                new Link(new LinkId(Uuid7.next()), tenant, from, kind, to, 1, actor.subject(), now),
                new Link(new LinkId(Uuid7.next()), tenant, to, kind.inverse(), from, 1, actor.subject(), now));
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    /// The rule of the row's policy.
    @Override
    public Audience audience() {
        return Audience.of(Permission.TICKETS_READ);
    }
}
