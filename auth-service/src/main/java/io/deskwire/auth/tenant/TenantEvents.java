package io.deskwire.auth.tenant;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Who hears of a tenant's changes: its people and its owner by the feed, every node that holds its tokens for good,
/// and the audit.
@Component
class TenantEvents {
    private final Outbox outbox;
    private final RevocationEvents revocations;
    private final AuditLog audit;

    TenantEvents(Outbox outbox, RevocationEvents revocations, AuditLog audit) {
        this.outbox = outbox;
        this.revocations = revocations;
        this.audit = audit;
    }

    List<String> changedSince(TenantId id, long version) {
        return outbox.changedSince(id.value(), version);
    }

    void created(Tenant tenant) {
        event(EventType.TENANT_CREATED, tenant);
        record(EventType.TENANT_CREATED, tenant, Map.of("name", tenant.name(), "slug", tenant.slug()));
    }

    void updated(Tenant before, Tenant after) {
        outbox.changed(EventType.TENANT_UPDATED, before, after);
        record(EventType.TENANT_UPDATED, after, Map.of("status", after.status(), "version", after.version()));
    }

    void deleted(Tenant tenant) {
        event(EventType.TENANT_DELETED, tenant);
        record(EventType.TENANT_DELETED, tenant, Map.of());
    }

    /// Tokens already issued say that the tenant may be written to; every node refuses them within moments.
    void revoked(Tenant tenant) {
        revocations.tenant(tenant.id(), tenant.version());
    }

    private void event(EventType type, Tenant tenant) {
        outbox.created(type, tenant);
    }

    private void record(EventType type, Tenant tenant, Map<String, ?> details) {
        audit.record(tenant.id(), type.wire(), tenant.id().value(), details);
    }
}
