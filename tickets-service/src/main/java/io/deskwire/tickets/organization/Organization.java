package io.deskwire.tickets.organization;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.platform.CustomFields;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A company that contacts work for. As JSON this is its public image: in answers and in events.
public record Organization(
        OrganizationId id,
        TenantId tenantId,
        @JsonUnwrapped Details details,
        @JsonUnwrapped Stamp stamp) implements Published {

    /// @param externalId what an integrator's system calls it; unique within the tenant
    /// @param domains of its email addresses, in lower case
    /// @param sharedTickets its contacts see one another's tickets
    public record Details(
            String name,
            @Nullable String externalId,
            List<String> domains,
            ObjectNode customFields,
            boolean sharedTickets) {
        public Details {
            domains = List.copyOf(domains);
        }

        static Details blank() {
            return new Details("", null, List.of(), CustomFields.none(), false);
        }
    }

    /// The same one version on.
    Organization next(Details other, Actor actor, Instant now) {
        return new Organization(id, tenantId, other, stamp.next(actor, now));
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
        return Audience.of(Permission.TICKETS_READ);
    }
}
