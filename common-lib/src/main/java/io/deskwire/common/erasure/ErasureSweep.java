package io.deskwire.common.erasure;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/// Erases a tenant again for as long as something of it may still arrive: topics are read apart from each other, so a
/// ticket's event can come after the tenant's end. Every node may run it at any time.
class ErasureSweep implements SchedulingConfigurer {
    private static final Logger log = LoggerFactory.getLogger(ErasureSweep.class);
    /// Topics keep a week, and a consumer may have been away as long.
    private static final Duration LATEST = Duration.ofDays(14);

    private final TenantErasure erasure;
    private final SystemAccess system;
    private final ErasureProperties properties;
    private final Clock clock;

    ErasureSweep(TenantErasure erasure, SystemAccess system, ErasureProperties properties, Clock clock) {
        this.erasure = erasure;
        this.system = system;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(new FixedDelayTask(this::sweep, properties.again(), properties.again()));
    }

    void sweep() {
        var since = clock.instant().minus(LATEST);
        system.call("erasure", () -> erasure.erasedSince(since)).forEach(this::again);
    }

    /// One that fails stops no other; the next sweep tries it again.
    private void again(TenantId tenant) {
        try {
            var late = system.call("erasure", () -> erasure.erase(tenant, Set.of(), Map.of(), null));
            if (!late.rows().isEmpty()) {
                log.info("Tenant {}, what came late: {}", tenant, late.rows());
            }
        } catch (RuntimeException failure) {
            log.error("Tenant {}, what came late could not be erased", tenant, failure);
        }
    }
}
