package io.deskwire.automation.tenantdirectory;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to the projection of tenants. Late by as much as the identity topic is.
@Service
public class TenantDirectory {
    private final SeenTenantRepository tenants;
    private final SystemAccess system;
    private final ApplicationEventPublisher inside;

    TenantDirectory(SeenTenantRepository tenants, SystemAccess system, ApplicationEventPublisher inside) {
        this.tenants = tenants;
        this.system = system;
        this.inside = inside;
    }

    /// The active tenant of that slug. Needs the system door: the asker is nobody yet. Where there is none, one that
    /// comes is told ([TenantArrived]) only after this transaction.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<TenantId> active(String slug) {
        tenants.lockShared(slug);
        return tenants.active(slug);
    }

    void learn(SeenTenant tenant) {
        system.run("tenant-directory", () -> {
            tenants.lock(tenant.slug());
            if (tenants.remember(tenant) && tenant.status() == SeenTenant.Status.ACTIVE) {
                inside.publishEvent(new TenantArrived(tenant.id(), tenant.slug()));
            }
        });
    }

    /// Its name goes; what stays keeps an older event from bringing it back.
    void forget(TenantId tenant, long version) {
        system.run(
                "tenant-directory",
                () -> tenants.remember(new SeenTenant(tenant, tenant.toString(), SeenTenant.Status.DELETED, version)));
    }
}
