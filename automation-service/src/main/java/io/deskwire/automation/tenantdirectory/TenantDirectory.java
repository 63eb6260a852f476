package io.deskwire.automation.tenantdirectory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.contracts.event.EventType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The door to the projection of tenants. Late by as much as the identity topic is.
@Service
public class TenantDirectory {
    private static final Set<EventType> TELLS_OF_TENANTS = EnumSet.of(
            EventType.TENANT_CREATED, EventType.TENANT_UPDATED, EventType.TENANT_DELETED, EventType.TENANT_ERASED);

    private final SeenTenantRepository tenants;
    private final ApplicationEventPublisher listeners;
    private final JsonMapper json;

    TenantDirectory(SeenTenantRepository tenants, ApplicationEventPublisher listeners, JsonMapper json) {
        this.tenants = tenants;
        this.listeners = listeners;
        this.json = json;
    }

    /// The active tenant of that slug. Needs the system door: the asker is nobody yet. Where there is none, one that
    /// comes is told ([TenantArrived]) only after this transaction.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<TenantId> active(String slug) {
        tenants.lockShared(slug);
        return tenants.active(slug);
    }

    static boolean concerns(String type) {
        return EventType.of(type).filter(TELLS_OF_TENANTS::contains).isPresent();
    }

    /// Learns from an event that [#concerns] it. Safe to repeat and in any order, because a tenant's version only
    /// grows. Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public void learn(CloudEvent event) {
        var type = EventType.of(event.type()).orElseThrow();
        if (type == EventType.TENANT_ERASED) {
            forget(new TenantId(event.tenant()), event.subjectVersion());
            return;
        }
        var row = json.treeToValue(event.row(), TenantRow.class);
        var status = type == EventType.TENANT_DELETED ? SeenTenant.Status.DELETED : row.status();
        learn(new SeenTenant(row.id(), row.slug(), status, event.subjectVersion()));
    }

    private void learn(SeenTenant tenant) {
        tenants.lock(tenant.slug());
        if (tenants.remember(tenant) && tenant.status() == SeenTenant.Status.ACTIVE) {
            listeners.publishEvent(new TenantArrived(tenant.id(), tenant.slug()));
        }
    }

    /// Its name goes; what stays keeps an older event from bringing it back.
    private void forget(TenantId tenant, long version) {
        tenants.remember(new SeenTenant(tenant, tenant.toString(), SeenTenant.Status.DELETED, version));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record TenantRow(TenantId id, String slug, SeenTenant.Status status) {}
}
