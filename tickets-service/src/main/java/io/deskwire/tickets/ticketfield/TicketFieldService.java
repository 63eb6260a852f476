package io.deskwire.tickets.ticketfield;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.FieldError;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.ticketfield.TicketField.Details;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to the definitions of custom fields. They have no events: each write of a ticket reads them anew.
@Service
public class TicketFieldService {
    private static final int MOST_FIELDS = 200;

    private final TicketFieldRepository fields;
    private final Clock clock;

    TicketFieldService(TicketFieldRepository fields, Clock clock) {
        this.fields = fields;
        this.clock = clock;
    }

    /// What a tenant's tickets are checked against, and cut by for clients.
    @Transactional(propagation = Propagation.MANDATORY)
    public TicketFields of(TenantId tenant) {
        return fields.all(tenant);
    }

    @Transactional
    TicketField create(Caller caller, TicketFieldPatch.OfNew draft) {
        requireToManage(caller);
        var tenant = caller.requireTenant();
        var details = draft.patch().applied(Details.blank());
        require(details.misfits(draft.kind().type()));
        if (fields.count(tenant) >= MOST_FIELDS) {
            throw new Conflict(
                    "too-many-fields", "a tenant has at most %d fields; remove one first".formatted(MOST_FIELDS));
        }
        var key = draft.kind().key();
        fields.forget(tenant, key);
        return fields.insert(new TicketField(
                        new TicketFieldId(Uuid7.next()),
                        tenant,
                        draft.kind(),
                        details,
                        Stamp.first(caller.actor(), clock.instant())))
                .orElseThrow(() -> keyTaken(key, fields.findId(tenant, key).orElse(null)));
    }

    /// Oldest first; to clients those that they see.
    @Transactional(readOnly = true)
    Page<TicketField> list(Caller caller, PageRequest page) {
        requireToRead(caller);
        return page.page(fields.page(caller.requireTenant(), page), field -> Cursor.of(field.id()));
    }

    @Transactional(readOnly = true)
    TicketField get(Caller caller, TicketFieldId id) {
        requireToRead(caller);
        return fields.find(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    TicketField update(Caller caller, TicketFieldId id, TicketFieldPatch patch, @Nullable Revision ifMatch) {
        var before = toChange(caller, id, ifMatch);
        var details = patch.applied(before.details());
        require(details.misfits(before.kind().type()));
        return details.equals(before.details())
                ? before
                : fields.update(before.next(details, caller.actor(), clock.instant()))
                        .orElseThrow(() -> Conflict.changedMeanwhile("ticket field"));
    }

    /// The values stay in the tickets; nobody writes new ones.
    ///
    /// @param ifMatch the version the caller saw; null to remove whatever is there
    @Transactional
    void remove(Caller caller, TicketFieldId id, @Nullable Revision ifMatch) {
        var field = toChange(caller, id, ifMatch);
        if (!fields.remove(field, field.stamp().next(caller.actor(), clock.instant()))) {
            throw notFound(id);
        }
    }

    private TicketField toChange(Caller caller, TicketFieldId id, @Nullable Revision ifMatch) {
        requireToManage(caller);
        var before = fields.findToChange(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, before.version(), _ -> List.of());
        return before;
    }

    private static void require(List<FieldError> misfits) {
        if (!misfits.isEmpty()) {
            throw new Malformed(misfits);
        }
    }

    private static void requireToManage(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.TICKET_FIELDS_MANAGE);
    }

    private static void requireToRead(Caller caller) {
        if (!caller.may(Permission.TICKETS_READ_OWN)) {
            caller.require(Permission.TICKETS_READ);
        }
    }

    /// @param existing the one that has it
    private static Conflict keyTaken(String key, @Nullable TicketFieldId existing) {
        return new Conflict(
                "key-taken",
                "a field with the key '%s' exists already; change that one, or use another key".formatted(key),
                existing == null ? Map.of() : Map.of("existing_id", existing));
    }

    private static NotFound notFound(TicketFieldId id) {
        return new NotFound("ticket field", id);
    }
}
