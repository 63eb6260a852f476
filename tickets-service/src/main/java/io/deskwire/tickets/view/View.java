package io.deskwire.tickets.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A saved list of tickets. Who made it owns it. As JSON this is its public image: in answers and in events.
record View(
        ViewId id,
        TenantId tenantId,
        @JsonUnwrapped Details details,
        @JsonUnwrapped Stamp stamp) implements Published {

    /// @param conditions as they were given; they may name a field that the tenant has no longer
    /// @param columns what its readers want to see of each ticket, as they call it
    record Details(String title, ObjectNode conditions, ViewSort sort, List<String> columns, Sharing sharedWith) {
        Details {
            columns = List.copyOf(columns);
        }

        /// All tickets, the newest first, for nobody else.
        static Details blank() {
            var everything = JsonNodeFactory.instance.objectNode();
            everything.putArray("all");
            everything.putArray("any");
            return new Details("", everything, ViewSort.NEWEST, List.of(), Sharing.ME);
        }
    }

    /// The same one version on.
    View next(Details other, Actor actor, Instant now) {
        return new View(id, tenantId, other, stamp.next(actor, now));
    }

    boolean isOwnedBy(@Nullable UserId user) {
        return user != null && user.equals(stamp.createdBy());
    }

    /// By its owner, and one that is shared by those who manage views. The rule of the row's policies.
    boolean isChangeableBy(Caller caller) {
        return isOwnedBy(caller.actor().subject())
                || !details.sharedWith().isPrivate() && caller.may(Permission.VIEWS_MANAGE);
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return stamp.version();
    }

    /// The rule of the row's policy.
    @Override
    public Audience audience() {
        var owner = Stream.ofNullable(stamp.createdBy()).map(UserId::value).toList();
        var needs = List.of(Permission.TICKETS_READ.key());
        return switch (details.sharedWith().kind()) {
            case ME -> new Audience(null, owner, needs);
            case TEAM ->
                new Audience(
                        Permission.VIEWS_MANAGE.key(),
                        owner,
                        needs,
                        Stream.ofNullable(details.sharedWith().team()).toList());
            case TENANT -> Audience.of(Permission.TICKETS_READ);
        };
    }
}
