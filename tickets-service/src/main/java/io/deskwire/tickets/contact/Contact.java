package io.deskwire.tickets.contact;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who asks a tenant for something; known by email address, which is unique within the tenant.
///
/// @param externalId what an integrator's system calls this person
public record Contact(
        ContactId id,
        TenantId tenantId,
        String email,
        @Nullable String name,
        @Nullable String externalId,
        long version,
        UserId createdBy,
        UserId updatedBy,
        Instant createdAt,
        Instant updatedAt) {

    static Contact made(ContactId id, TenantId tenant, Requester person, UserId by, Instant now) {
        return new Contact(id, tenant, person.email(), person.name(), person.externalId(), 1, by, by, now, now);
    }

    /// The same contact one version on.
    Contact next(Requester person, UserId by, Instant now) {
        return new Contact(
                id,
                tenantId,
                person.email(),
                person.name(),
                person.externalId(),
                version + 1,
                createdBy,
                by,
                createdAt,
                now);
    }

    Requester person() {
        return new Requester(email, name, externalId);
    }
}
