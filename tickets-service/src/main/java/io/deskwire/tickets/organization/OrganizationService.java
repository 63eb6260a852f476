package io.deskwire.tickets.organization;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.tickets.organization.Organization.Details;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.platform.Completeness;
import io.deskwire.tickets.platform.CustomFields;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to organizations.
@Service
public class OrganizationService {
    private final OrganizationRepository organizations;
    private final Completeness completeness;
    private final Outbox outbox;
    private final Clock clock;

    OrganizationService(OrganizationRepository organizations, Completeness completeness, Outbox outbox, Clock clock) {
        this.organizations = organizations;
        this.completeness = completeness;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public Organization create(Caller caller, OrganizationPatch patch) {
        requireToWrite(caller);
        var details = patch.applied(Details.blank());
        var made = organizations
                .insert(new Organization(
                        new OrganizationId(Uuid7.next()),
                        caller.requireTenant(),
                        details,
                        Stamp.first(caller.actor(), clock.instant())))
                .orElseThrow(() -> externalIdTaken(
                        details,
                        organizations
                                .findId(caller.requireTenant(), details.externalId())
                                .orElse(null)));
        outbox.created(caller.actor(), EventType.ORGANIZATION_CREATED, made);
        return made;
    }

    /// Newest first.
    @Transactional(readOnly = true)
    public CompletePage<Organization> list(Caller caller, @Nullable Instant updatedSince, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        var after = page.after(2);
        var completeUntil = completeness.until(after == null ? null : after.instant(1));
        return CompletePage.of(
                page.page(
                        organizations.page(caller.requireTenant(), updatedSince, page),
                        organization -> Cursor.of(organization.id(), completeUntil)),
                completeUntil);
    }

    @Transactional(readOnly = true)
    public Organization get(Caller caller, OrganizationId id) {
        caller.require(Permission.TICKETS_READ);
        return organizations.find(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    public Organization update(Caller caller, OrganizationId id, OrganizationPatch patch, @Nullable Revision ifMatch) {
        var before = toChange(caller, id, ifMatch);
        var details = patch.applied(before.details());
        var misfits = CustomFields.misfits(details.customFields());
        if (!misfits.isEmpty()) {
            throw new Malformed(misfits);
        }
        if (details.equals(before.details())) {
            return before;
        }
        var after = stored(before.next(details, caller.actor(), clock.instant()));
        outbox.changed(caller.actor(), EventType.ORGANIZATION_UPDATED, before, after);
        return after;
    }

    private Organization stored(Organization wanted) {
        try {
            return organizations.update(wanted).orElseThrow(() -> Conflict.changedMeanwhile("organization"));
        } catch (DuplicateKeyException _) {
            throw externalIdTaken(wanted.details(), null);
        }
    }

    /// The event is one version on and carries the last image.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    public void delete(Caller caller, OrganizationId id, @Nullable Revision ifMatch) {
        var organization = toChange(caller, id, ifMatch);
        if (!organizations.delete(organization)) {
            throw notFound(id);
        }
        outbox.append(
                caller.actor(),
                organization.tenantId(),
                List.of(DomainEvent.removed(EventType.ORGANIZATION_DELETED, organization)));
    }

    private Organization toChange(Caller caller, OrganizationId id, @Nullable Revision ifMatch) {
        requireToWrite(caller);
        var before = organizations.findToChange(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        return before;
    }

    private static void requireToWrite(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKETS_WRITE);
    }

    /// @param existing the one that has it; null where the database itself refused, after which it tells nothing
    private static Conflict externalIdTaken(Details details, @Nullable OrganizationId existing) {
        return new Conflict(
                "external-id-taken",
                "an organization with the external id '%s' exists already; change that one, or use another external id"
                        .formatted(details.externalId()),
                existing == null ? Map.of() : Map.of("existing_id", existing));
    }

    private static NotFound notFound(OrganizationId id) {
        return new NotFound("organization", id);
    }
}
