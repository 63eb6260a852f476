package io.deskwire.automation.tenantdirectory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.EventType;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The door to the projection of tenants. Late by as much as the identity topic is.
@Service
public class TenantDirectory {
    private final SeenTenantRepository tenants;
    private final SystemAccess system;
    private final ApplicationEventPublisher listeners;
    private final JsonMapper json;

    TenantDirectory(
            SeenTenantRepository tenants, SystemAccess system, ApplicationEventPublisher listeners, JsonMapper json) {
        this.tenants = tenants;
        this.system = system;
        this.listeners = listeners;
        this.json = json;
    }

    /// The active tenant of that slug. Needs the system door: who asks is nobody yet. Where there is none, one that
    /// comes is told ([TenantArrived]) only after this transaction.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<TenantId> active(String slug) {
        tenants.lockShared(slug);
        return tenants.active(slug);
    }

    /// Learns from an identity event; safe to repeat and in any order, because a tenant's version only grows.
    void learn(CloudEvent event) {
        var type = EventType.of(event.type()).orElse(null);
        if (type == EventType.TENANT_ERASED) {
            forget(new TenantId(event.tenant()), event.subjectVersion());
            return;
        }
        if (type != EventType.TENANT_CREATED && type != EventType.TENANT_UPDATED && type != EventType.TENANT_DELETED) {
            return;
        }
        var row = json.treeToValue(event.row(), TenantRow.class);
        var status = type == EventType.TENANT_DELETED ? SeenTenant.Status.DELETED : row.status();
        system.run(
                "tenant-directory", () -> learn(new SeenTenant(row.id(), row.slug(), status, event.subjectVersion())));
    }

    private void learn(SeenTenant tenant) {
        tenants.lock(tenant.slug());
        if (tenants.remember(tenant) && tenant.status() == SeenTenant.Status.ACTIVE) {
            listeners.publishEvent(new TenantArrived(tenant.id(), tenant.slug()));
        }
    }

    /// Its name goes; what stays keeps an older event from bringing it back.
    private void forget(TenantId tenant, long version) {
        system.run(
                "tenant-directory",
                () -> tenants.remember(new SeenTenant(tenant, tenant.toString(), SeenTenant.Status.DELETED, version)));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record TenantRow(TenantId id, String slug, SeenTenant.Status status) {}
}
