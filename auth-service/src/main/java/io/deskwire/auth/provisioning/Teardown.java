package io.deskwire.auth.provisioning;

import io.deskwire.auth.tenant.TenantProperties;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// Ends the services of tenants whose grace is over, before the tenants are erased: the worker removes what it made, by
/// the same states and with the same patience as it made it. Services that were linked by hand are somebody else's.
@Component
class Teardown implements SchedulingConfigurer {
    private static final String PURPOSE = "provisioning";
    private static final int AT_ONCE = 50;

    private final TenantServiceRepository entries;
    private final ProvisioningService service;
    private final TenantProperties tenants;
    private final SystemAccess system;
    private final Clock clock;

    Teardown(
            TenantServiceRepository entries,
            ProvisioningService service,
            TenantProperties tenants,
            SystemAccess system,
            Clock clock) {
        this.entries = entries;
        this.service = service;
        this.tenants = tenants;
        this.system = system;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(new FixedDelayTask(this::sweep, tenants.eraseEvery(), tenants.eraseEvery()));
    }

    void sweep() {
        var now = clock.instant();
        system.run(
                PURPOSE,
                () -> entries.toEnd(now.minus(tenants.grace()), AT_ONCE)
                        .forEach(entry -> service.save(entry, entry.ended(now))));
    }
}
