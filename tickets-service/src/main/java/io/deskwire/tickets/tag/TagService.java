package io.deskwire.tickets.tag;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.ticket.TicketId;
import io.deskwire.tickets.ticket.TicketPatch;
import io.deskwire.tickets.ticket.TicketService;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to tags. What tickets have is the tickets' own; a tag that no ticket has is none.
@Service
class TagService {
    /// In an answer.
    private static final int MAX = 1_000;

    private final TagRepository tags;
    private final TicketService tickets;

    TagService(TagRepository tags, TicketService tickets) {
        this.tags = tags;
        this.tickets = tickets;
    }

    /// Those of most tickets first.
    @Transactional(readOnly = true)
    public List<Tag> list(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        return tags.most(caller.requireTenant(), MAX);
    }

    @Transactional(readOnly = true)
    public Tag get(Caller caller, String name) {
        caller.require(Permission.TICKETS_READ);
        return tags.find(caller.requireTenant(), name).orElseThrow(() -> notFound(name));
    }

    /// False where that is done: no ticket has the old tag any more, and some have the new one.
    @Transactional(readOnly = true)
    public boolean isToRename(Caller caller, Rename rename) {
        requireToRename(caller);
        var tenant = caller.requireTenant();
        if (tags.find(tenant, rename.from()).isPresent()) {
            return true;
        }
        if (tags.find(tenant, rename.to()).isEmpty()) {
            throw notFound(rename.from());
        }
        return false;
    }

    /// The same tag, spelled otherwise in the list; tickets keep it as they have it.
    @Transactional
    public void spell(Caller caller, String name) {
        requireToRename(caller);
        tags.spell(caller.requireTenant(), name);
    }

    /// Renames it in some of the tickets that have it, each of which changes as by any other request.
    ///
    /// @param after the last one of those before; null at first
    /// @param limit how many at most
    /// @return the last one; null when none was left
    @Transactional
    public @Nullable TicketId renameSome(Caller caller, Rename rename, @Nullable TicketId after, int limit) {
        requireToRename(caller);
        var some = tags.tagged(caller.requireTenant(), rename.from(), after, limit);
        for (var id : some) {
            var wanted =
                    rename.applied(tickets.hold(caller, id).ticket().content().tags());
            tickets.update(caller, id, TicketPatch.none().tagged(wanted), null);
        }
        return some.isEmpty() ? null : some.getLast();
    }

    private static void requireToRename(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
    }

    private static NotFound notFound(String name) {
        return new NotFound("tag", "'" + name + "'");
    }
}
