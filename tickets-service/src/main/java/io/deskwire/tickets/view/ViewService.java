package io.deskwire.tickets.view;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.condition.Catalogue;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.leaver.PersonLeft;
import io.deskwire.tickets.view.View.Details;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/// The door to views. Their owners change them, and those who manage views the shared ones; they are for those who work
/// on tickets, so never for clients.
@Service
class ViewService {
    private final ViewRepository views;
    private final Outbox outbox;
    private final Clock clock;

    ViewService(ViewRepository views, Outbox outbox, Clock clock) {
        this.views = views;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// The fields that conditions may name in the caller's tenant.
    @Transactional(readOnly = true)
    public Catalogue<JsonNode> catalogue(Caller caller) {
        requireToWrite(caller);
        return views.meaning(caller.requireTenant()).catalogue();
    }

    @Transactional
    public View create(Caller caller, ViewPatch patch) {
        requireToWrite(caller);
        var details = patch.applied(Details.blank());
        var made = new View(
                new ViewId(Uuid7.next()),
                caller.requireTenant(),
                details,
                Stamp.first(caller.actor(), clock.instant()));
        requireToShare(caller, made, Sharing.ME);
        var stored = views.insert(made);
        outbox.created(caller.actor(), EventType.VIEW_CREATED, stored);
        return stored;
    }

    /// Newest first.
    @Transactional(readOnly = true)
    public Page<View> list(Caller caller, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        return page.page(views.page(caller.requireTenant(), page), view -> Cursor.of(view.id()));
    }

    @Transactional(readOnly = true)
    public View get(Caller caller, ViewId id) {
        caller.require(Permission.TICKETS_READ);
        return views.find(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public View update(Caller caller, ViewId id, ViewPatch patch, @Nullable Revision ifMatch) {
        var before = toChange(caller, id, ifMatch);
        var details = patch.applied(before.details());
        if (details.equals(before.details())) {
            return before;
        }
        var wanted = before.next(details, caller.actor(), clock.instant());
        requireToShare(caller, wanted, before.details().sharedWith());
        var after = views.update(wanted).orElseThrow(() -> Conflict.changedMeanwhile("view"));
        tell(caller.actor(), before, after);
        return after;
    }

    /// A view that is shared otherwise goes from those who saw it, and comes to those who see it now: an update would
    /// leave it with the former, and show its past to the latter.
    private void tell(Actor actor, View before, View after) {
        var told = before.details().sharedWith().equals(after.details().sharedWith())
                ? List.of(DomainEvent.changed(EventType.VIEW_UPDATED, before, after))
                : List.of(
                        DomainEvent.removed(EventType.VIEW_DELETED, before),
                        DomainEvent.created(EventType.VIEW_CREATED, after));
        outbox.append(actor, after.tenantId(), told);
    }

    /// The event is one version on and carries the last image.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    public void delete(Caller caller, ViewId id, @Nullable Revision ifMatch) {
        var view = toChange(caller, id, ifMatch);
        if (!views.delete(view)) {
            throw notFound(id);
        }
        outbox.append(caller.actor(), view.tenantId(), List.of(DomainEvent.removed(EventType.VIEW_DELETED, view)));
    }

    /// Their private views go with them. Shared ones stay, for those who manage views.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(PersonLeft left) {
        outbox.append(
                Actor.system("member-left"),
                left.tenant(),
                views.deletePrivate(left.tenant(), left.user()).stream()
                        .map(view -> DomainEvent.removed(EventType.VIEW_DELETED, view))
                        .toList());
    }

    private View toChange(Caller caller, ViewId id, @Nullable Revision ifMatch) {
        requireToWrite(caller);
        var before = views.findToChange(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        if (!before.isChangeableBy(caller)) {
            throw new Forbidden(
                    "forbidden",
                    "changing a view of somebody else needs the permission " + Permission.VIEWS_MANAGE.key());
        }
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        return before;
    }

    /// A view is kept private by its owner alone. It is shared with a team by its members and by those who manage
    /// views.
    private void requireToShare(Caller caller, View wanted, Sharing before) {
        var sharing = wanted.details().sharedWith();
        if (sharing.isPrivate() && !wanted.isOwnedBy(caller.actor().subject())) {
            throw wanted.stamp().createdBy() == null
                    ? Malformed.field("shared_with", "nobody owns the view (expected: tenant or team:<id of a team>)")
                    : new Forbidden("forbidden", "only the owner of a view can take it back from the others");
        }
        var team = sharing.team();
        if (team == null || sharing.equals(before)) {
            return;
        }
        var member = views.isMember(wanted.tenantId(), team, caller.actor().subject())
                .orElseThrow(() -> Malformed.field("shared_with", "%s is no team of this tenant".formatted(team)));
        if (!member && !caller.may(Permission.VIEWS_MANAGE)) {
            throw new Forbidden(
                    "forbidden",
                    "sharing a view with a team of others needs the permission " + Permission.VIEWS_MANAGE.key());
        }
    }

    private static void requireToWrite(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
    }

    static NotFound notFound(ViewId id) {
        return new NotFound("view", id);
    }
}
