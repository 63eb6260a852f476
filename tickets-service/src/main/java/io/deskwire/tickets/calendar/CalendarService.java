package io.deskwire.tickets.calendar;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.calendar.Calendar.Details;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to business hours. Those who work on tickets see them; those who manage the tenant change them.
@Service
public class CalendarService {
    private static final int MOST = 100;

    private final CalendarRepository calendars;
    private final Outbox outbox;
    private final ApplicationEventPublisher inside;
    private final Clock clock;

    CalendarService(CalendarRepository calendars, Outbox outbox, ApplicationEventPublisher inside, Clock clock) {
        this.calendars = calendars;
        this.outbox = outbox;
        this.inside = inside;
        this.clock = clock;
    }

    @Transactional
    Calendar create(Caller caller, CalendarPatch patch) {
        requireToManage(caller);
        var tenant = caller.requireTenant();
        if (calendars.count(tenant) >= MOST) {
            throw new Conflict(
                    "too-many-business-hours",
                    "a tenant has at most %d business hours; change or delete some".formatted(MOST));
        }
        var made = calendars.insert(new Calendar(
                new CalendarId(Uuid7.next()),
                tenant,
                patch.applied(Details.blank()),
                Stamp.first(caller.actor(), clock.instant())));
        outbox.created(caller.actor(), EventType.BUSINESS_HOURS_CREATED, made);
        return made;
    }

    /// Newest first.
    @Transactional(readOnly = true)
    Page<Calendar> list(Caller caller, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        return page.page(calendars.page(caller.requireTenant(), page), calendar -> Cursor.of(calendar.id()));
    }

    @Transactional(readOnly = true)
    Calendar get(Caller caller, CalendarId id) {
        caller.require(Permission.TICKETS_READ);
        return calendars.find(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// They stay at least until the transaction ends.
    ///
    /// @param field of the request that names them
    /// @throws Malformed where the tenant has none of this id
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(TenantId tenant, CalendarId id, String field) {
        if (calendars.findToKeep(tenant, id).isEmpty()) {
            throw Malformed.field(field, "%s are not business hours of this tenant".formatted(id));
        }
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    Calendar update(Caller caller, CalendarId id, CalendarPatch patch, @Nullable Revision ifMatch) {
        var before = toChange(caller, id, ifMatch);
        var details = patch.applied(before.details());
        if (details.equals(before.details())) {
            return before;
        }
        var after = calendars
                .update(before.next(details, caller.actor(), clock.instant()))
                .orElseThrow(() -> Conflict.changedMeanwhile("business hours"));
        if (!details.countsLike(before.details())) {
            inside.publishEvent(new CalendarChanged(after.tenantId(), id));
        }
        outbox.changed(caller.actor(), EventType.BUSINESS_HOURS_UPDATED, before, after);
        return after;
    }

    /// The event is one version on and carries the last image.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    void delete(Caller caller, CalendarId id, @Nullable Revision ifMatch) {
        var calendar = toChange(caller, id, ifMatch);
        try {
            if (!calendars.delete(calendar)) {
                throw notFound(id);
            }
        } catch (DataIntegrityViolationException _) {
            throw new Conflict(
                    "business-hours-in-use", "an SLA policy goes by these business hours; change the policy first");
        }
        outbox.append(
                caller.actor(),
                calendar.tenantId(),
                List.of(DomainEvent.removed(EventType.BUSINESS_HOURS_DELETED, calendar)));
    }

    private Calendar toChange(Caller caller, CalendarId id, @Nullable Revision ifMatch) {
        requireToManage(caller);
        var before = calendars.findToChange(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        return before;
    }

    private static void requireToManage(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TENANT_MANAGE);
    }

    private static NotFound notFound(CalendarId id) {
        return new NotFound("business hours", id);
    }
}
