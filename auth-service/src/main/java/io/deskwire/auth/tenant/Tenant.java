package io.deskwire.auth.tenant;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A company with its people, service users and data. As JSON this is its public image: in answers and in events.
///
/// @param slug names it in addresses: the first label of its host; for good
/// @param domain a host name of its own
/// @param heldByOperator suspended by whoever runs the deployment, who alone resumes it
/// @param deletedAt when its owner deleted it; it can be restored until the grace is over and it is erased
public record Tenant(
        TenantId id,
        String name,
        String slug,
        @Nullable String domain,
        UserId ownerId,
        ObjectNode metadata,
        Status status,
        boolean heldByOperator,
        @Nullable Instant deletedAt,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    public enum Status {
        ACTIVE,
        SUSPENDED,
        DELETED
    }

    /// What may be changed of a tenant; the rest stays as it was.
    record Details(String name, @Nullable String domain, ObjectNode metadata, Status status) {}

    Details details() {
        return new Details(name, domain, metadata, status);
    }

    Tenant next(Details details, Instant now) {
        return new Tenant(
                id,
                details.name(),
                slug,
                details.domain(),
                ownerId,
                details.metadata(),
                details.status(),
                heldByOperator && details.status() != Status.ACTIVE,
                details.status() == Status.DELETED ? now : null,
                version + 1,
                createdAt,
                now);
    }

    /// As it is where the operator changes it: what the operator suspends stays so until the operator resumes it.
    Tenant byOperator() {
        return new Tenant(
                id,
                name,
                slug,
                domain,
                ownerId,
                metadata,
                status,
                heldByOperator || status == Status.SUSPENDED,
                deletedAt,
                version,
                createdAt,
                updatedAt);
    }

    Details withStatus(Status other) {
        return new Details(name, domain, metadata, other);
    }

    boolean deleted() {
        return status == Status.DELETED;
    }
}
