package io.deskwire.tickets.contact;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import java.time.Instant;

/// Somebody who asks a tenant for something; known by email address, which is unique within the tenant.
public record Contact(
        ContactId id,
        TenantId tenantId,
        @JsonUnwrapped Requester person,
        @JsonUnwrapped Stamp stamp) {

    /// The same contact one version on.
    Contact next(Requester other, Actor actor, Instant now) {
        return new Contact(id, tenantId, other, stamp.next(actor, now));
    }
}
