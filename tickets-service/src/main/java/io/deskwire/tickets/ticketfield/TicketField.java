package io.deskwire.tickets.ticketfield;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.FieldCheck;
import io.deskwire.common.problem.Problem.FieldError;
import java.time.Instant;
import java.util.List;

/// A field that a tenant defines for its tickets.
record TicketField(
        TicketFieldId id,
        TenantId tenantId,
        @JsonUnwrapped Kind kind,
        @JsonUnwrapped Details details,
        @JsonUnwrapped Stamp stamp) {

    /// What stays as long as the field: values were written as this says.
    ///
    /// @param key its name in `custom_fields`; unique within the tenant
    record Kind(String key, TicketFieldType type) {}

    /// @param options what is chosen from; of a regex the one expression
    /// @param requiredOn when there has to be a value
    /// @param visibleToClient whether clients see the values in their tickets
    /// @param editableByClient whether clients write them, too
    record Details(
            String label,
            List<String> options,
            List<Occasion> requiredOn,
            boolean visibleToClient,
            boolean editableByClient) {
        Details {
            options = List.copyOf(options);
            requiredOn = List.copyOf(requiredOn);
        }

        static Details blank() {
            return new Details("", List.of(), List.of(), false, false);
        }

        /// What does not fit a field of the type, or the rest.
        List<FieldError> misfits(TicketFieldType type) {
            var check = new FieldCheck();
            type.misfit(options).ifPresent(misfit -> check.require(false, "options", misfit));
            check.require(
                    visibleToClient || !editableByClient,
                    "editable_by_client",
                    "clients write only what they see; set visible_to_client, too");
            return check.errors();
        }
    }

    /// The same one version on.
    TicketField next(Details other, Actor actor, Instant now) {
        return new TicketField(id, tenantId, kind, other, stamp.next(actor, now));
    }

    long version() {
        return stamp.version();
    }
}
