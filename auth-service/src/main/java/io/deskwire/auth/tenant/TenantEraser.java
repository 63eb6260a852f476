package io.deskwire.auth.tenant;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.tenant.ErasureRepository.Due;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// Erases tenants whose grace is over: every row here, with a proof, and `tenant.erased` for the other services to do
/// the same. One transaction a tenant; every node may run it at any time.
///
/// One that fails is passed over until the next sweep, so that it stops no other, and counted in
/// `deskwire.erasure.failed`: it needs somebody to look at it.
@Component
class TenantEraser implements SchedulingConfigurer {
    private static final Logger log = LoggerFactory.getLogger(TenantEraser.class);
    private static final String PURPOSE = "erasure";

    private final ErasureRepository tenants;
    private final SystemAccess system;
    private final Outbox outbox;
    private final AuditLog audit;
    private final TenantProperties properties;
    private final Clock clock;
    private volatile int failures;

    TenantEraser(
            ErasureRepository tenants,
            SystemAccess system,
            Outbox outbox,
            AuditLog audit,
            TenantProperties properties,
            Clock clock) {
        this.tenants = tenants;
        this.system = system;
        this.outbox = outbox;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(new FixedDelayTask(this::sweep, properties.eraseEvery(), properties.eraseEvery()));
    }

    void sweep() {
        var passedOver = new HashSet<TenantId>();
        while (eraseNext(passedOver)) {
            log.info("An erasure is done or put off, looking for the next");
        }
        failures = passedOver.size();
    }

    /// Those that could not be erased in the last sweep.
    int failures() {
        return failures;
    }

    /// False where none is due, or another node has them.
    ///
    /// @param passedOver those that failed before; one that fails now is added
    boolean eraseNext(Set<TenantId> passedOver) {
        var begun = new AtomicReference<@Nullable TenantId>();
        try {
            return system.call(PURPOSE, () -> {
                var due = tenants.lockDue(clock.instant().minus(properties.grace()), passedOver);
                due.map(Due::id).ifPresent(begun::set);
                due.ifPresent(this::erase);
                return due.isPresent();
            });
        } catch (RuntimeException failure) {
            var tenant = begun.get();
            if (tenant == null) {
                throw failure;
            }
            log.error("Tenant {} could not be erased; it is tried again in the next sweep", tenant, failure);
            passedOver.add(tenant);
            return true;
        }
    }

    private void erase(Due due) {
        var proof = tenants.erase(due);
        outbox.append(
                due.id(),
                DomainEvent.of(EventType.TENANT_ERASED, due.id().value(), due.version() + 1, Audience.NOBODY, proof));
        // In the platform's chain: the tenant's own is gone.
        audit.record(null, "tenant.erased", due.id().value(), Map.of("hash", proof.hash()));
        log.info("Tenant {} erased: {}", proof.tenantId(), proof.rows());
    }
}
