package io.deskwire.tickets.sla;

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
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.condition.Catalogue;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.calendar.CalendarChanged;
import io.deskwire.tickets.calendar.CalendarService;
import io.deskwire.tickets.sla.SlaPolicy.Details;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/// The door to SLA policies. Those who work on tickets see them; those who manage the tenant change them. What a change
/// makes of tickets that are there is a sweep's work, not the request's.
@Service
class SlaPolicyService {
    private static final int MOST = 100;

    private final SlaPolicyRepository policies;
    private final AgreementRepository agreements;
    private final CalendarService calendars;
    private final Outbox outbox;
    private final ApplicationEventPublisher inside;
    private final Clock clock;

    SlaPolicyService(
            SlaPolicyRepository policies,
            AgreementRepository agreements,
            CalendarService calendars,
            Outbox outbox,
            ApplicationEventPublisher inside,
            Clock clock) {
        this.policies = policies;
        this.agreements = agreements;
        this.calendars = calendars;
        this.outbox = outbox;
        this.inside = inside;
        this.clock = clock;
    }

    /// The fields that conditions may name in the caller's tenant.
    @Transactional(readOnly = true)
    Catalogue<JsonNode> catalogue(Caller caller) {
        requireToManage(caller);
        return agreements.fields(caller.requireTenant()).catalogue();
    }

    @Transactional
    SlaPolicy create(Caller caller, SlaPolicyPatch patch) {
        requireToManage(caller);
        var tenant = caller.requireTenant();
        keepHours(tenant, patch.applied(Details.at(0)));
        agreeAnew(tenant);
        var order = policies.order(tenant);
        if (order.policies() >= MOST) {
            throw new Conflict(
                    "too-many-sla-policies",
                    "a tenant has at most %d SLA policies; change or delete some".formatted(MOST));
        }
        var details = patch.applied(Details.at(order.next()));
        var made = policies.insert(new SlaPolicy(
                new SlaPolicyId(Uuid7.next()), tenant, details, Stamp.first(caller.actor(), clock.instant())));
        outbox.created(caller.actor(), EventType.SLA_POLICY_CREATED, made);
        return made;
    }

    /// In their order.
    @Transactional(readOnly = true)
    Page<SlaPolicy> list(Caller caller, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        return page.page(
                policies.page(caller.requireTenant(), page),
                policy -> Cursor.of(policy.details().position(), policy.id()));
    }

    @Transactional(readOnly = true)
    SlaPolicy get(Caller caller, SlaPolicyId id) {
        caller.require(Permission.TICKETS_READ);
        return policies.find(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    SlaPolicy update(Caller caller, SlaPolicyId id, SlaPolicyPatch patch, @Nullable Revision ifMatch) {
        var before = toChange(caller, id, ifMatch);
        var details = patch.applied(before.details());
        if (details.equals(before.details())) {
            return before;
        }
        if (!Objects.equals(details.businessHoursId(), before.details().businessHoursId())) {
            keepHours(before.tenantId(), details);
        }
        if (!details.promisesLike(before.details())) {
            agreeAnew(before.tenantId());
        }
        var after = policies.update(before.next(details, caller.actor(), clock.instant()))
                .orElseThrow(() -> Conflict.changedMeanwhile("SLA policy"));
        outbox.changed(caller.actor(), EventType.SLA_POLICY_UPDATED, before, after);
        return after;
    }

    /// The event is one version on and carries the last image.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    void delete(Caller caller, SlaPolicyId id, @Nullable Revision ifMatch) {
        var policy = toChange(caller, id, ifMatch);
        agreeAnew(policy.tenantId());
        if (!policies.delete(policy)) {
            throw notFound(id);
        }
        outbox.append(
                caller.actor(), policy.tenantId(), List.of(DomainEvent.removed(EventType.SLA_POLICY_DELETED, policy)));
    }

    /// In the transaction of the change.
    @EventListener
    void on(CalendarChanged changed) {
        if (policies.goBy(changed.tenant(), changed.calendar())) {
            agreeAnew(changed.tenant());
        }
    }

    /// Changes of one tenant's policies wait here for one another.
    private void agreeAnew(TenantId tenant) {
        var now = clock.instant();
        agreements.changed(tenant);
        agreements.askToRecount(tenant, now);
        inside.publishEvent(new SlaSweep.Wake(now));
    }

    /// Before the policies are agreed on anew, as a change of business hours does it: whoever is second waits, and then
    /// knows of the first.
    private void keepHours(TenantId tenant, Details details) {
        var hours = details.businessHoursId();
        if (hours != null) {
            calendars.keep(tenant, hours, "business_hours_id");
        }
    }

    private SlaPolicy toChange(Caller caller, SlaPolicyId id, @Nullable Revision ifMatch) {
        requireToManage(caller);
        var before = policies.findToChange(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        return before;
    }

    private static void requireToManage(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TENANT_MANAGE);
    }

    private static NotFound notFound(SlaPolicyId id) {
        return new NotFound("SLA policy", id);
    }
}
