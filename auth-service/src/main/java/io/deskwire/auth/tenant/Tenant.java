package io.deskwire.auth.tenant;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A company with its people, machines and data. As JSON this is its public image: in answers and in events.
///
/// @param slug names it in addresses: the first label of its host
public record Tenant(
        TenantId id,
        String name,
        String slug,
        @Nullable String domain,
        UserId ownerId,
        ObjectNode metadata,
        Status status,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    public enum Status {
        ACTIVE,
        SUSPENDED,
        DELETED
    }
}
