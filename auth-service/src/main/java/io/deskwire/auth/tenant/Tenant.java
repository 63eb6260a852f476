package io.deskwire.auth.tenant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A company with its people, service users and data. As JSON this is its public image: in answers and in events.
///
/// @param version from 1, one more with each change
public record Tenant(
        TenantId id,
        @JsonUnwrapped Naming naming,
        UserId ownerId,
        ObjectNode metadata,
        @JsonUnwrapped Standing standing,
        long version,
        Instant createdAt,
        Instant updatedAt)
        implements Published {

    /// @param slug names it in addresses: the first label of its host; for good
    /// @param domain a host name of its own
    public record Naming(String name, String slug, @Nullable String domain) {}

    /// @param heldByOperator suspended by the operator of the deployment, who alone resumes it
    /// @param deletedAt when its owner deleted it; it can be restored until the grace is over and it is erased
    public record Standing(
            Status status, boolean heldByOperator, @Nullable Instant deletedAt) {
        static final Standing ACTIVE = new Standing(Status.ACTIVE, false, null);
    }

    @Override
    public TenantId tenantId() {
        return id;
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    /// The tenant's people, and its owner wherever it works.
    @Override
    public Audience audience() {
        return Audience.of(Permission.TENANT_READ, ownerId);
    }

    public String name() {
        return naming.name();
    }

    public String slug() {
        return naming.slug();
    }

    public Status status() {
        return standing.status();
    }

    public enum Status {
        ACTIVE,
        SUSPENDED,
        DELETED
    }

    /// What may be changed of a tenant; the rest stays as it was.
    record Details(String name, @Nullable String domain, ObjectNode metadata, Status status) {}

    Details details() {
        return new Details(naming.name(), naming.domain(), metadata, standing.status());
    }

    Tenant next(Details details, Instant now) {
        var next = new Standing(
                details.status(),
                standing.heldByOperator() && details.status() != Status.ACTIVE,
                details.status() == Status.DELETED ? now : null);
        var named = new Naming(details.name(), naming.slug(), details.domain());
        return new Tenant(id, named, ownerId, details.metadata(), next, version + 1, createdAt, now);
    }

    /// As it is where the operator changes it: what the operator suspends stays so until the operator resumes it.
    Tenant byOperator() {
        var held = standing.heldByOperator() || standing.status() == Status.SUSPENDED;
        var next = new Standing(standing.status(), held, standing.deletedAt());
        return new Tenant(id, naming, ownerId, metadata, next, version, createdAt, updatedAt);
    }

    Details withStatus(Status other) {
        return new Details(naming.name(), naming.domain(), metadata, other);
    }

    boolean deleted() {
        return standing.status() == Status.DELETED;
    }
}
