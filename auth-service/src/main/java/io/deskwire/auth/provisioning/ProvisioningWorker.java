package io.deskwire.auth.provisioning;

import io.deskwire.auth.provisioning.provisioner.Provisioners;
import io.deskwire.auth.provisioning.provisioner.ProvisioningFailure;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// Provisions what is due: takes it with a lease, speaks to the service outside of any transaction, writes down
/// what came of it. Every node may run it at any time; a worker that comes back after its lease finds the
/// version changed and its word does not count.
@Component
class ProvisioningWorker implements SchedulingConfigurer {
    private static final Logger log = LoggerFactory.getLogger(ProvisioningWorker.class);
    private static final String PURPOSE = "provisioning";
    private static final int AT_ONCE = 4;

    private final TenantServiceRepository entries;
    private final ProvisioningService service;
    private final Provisioners provisioners;
    private final ProvisioningProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    ProvisioningWorker(
            TenantServiceRepository entries,
            ProvisioningService service,
            Provisioners provisioners,
            ProvisioningProperties properties,
            SystemAccess system,
            Clock clock) {
        this.entries = entries;
        this.service = service;
        this.provisioners = provisioners;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(new FixedDelayTask(this::sweep, properties.every(), properties.every()));
    }

    void sweep() {
        var taken = system.call(PURPOSE, this::take);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            taken.forEach(entry -> threads.submit(() -> workOff(entry)));
        }
    }

    private List<TenantServiceEntry> take() {
        var now = clock.instant();
        var taken = new ArrayList<TenantServiceEntry>();
        for (var due : entries.due(now, AT_ONCE)) {
            var begun = due.begun(properties.lease(), now);
            service.save(due, begun);
            taken.add(begun);
        }
        return taken;
    }

    private void workOff(TenantServiceEntry entry) {
        try {
            finish(entry, attempt(entry));
        } catch (Conflict overtaken) {
            log.warn("Provisioning of {} for {} was overtaken", entry.serviceName(), entry.tenantId());
        } catch (RuntimeException failure) {
            // The lease runs out and somebody tries again.
            log.error("Provisioning of {} for {} broke off", entry.serviceName(), entry.tenantId(), failure);
        }
    }

    /// @param failure null where it went well
    private record Result(
            @Nullable String serviceId, @Nullable ProvisioningFailure failure) {}

    private Result attempt(TenantServiceEntry entry) {
        var provisioner = provisioners.byName().get(entry.serviceName());
        var commission = system.call(PURPOSE, () -> entries.commission(entry)).orElse(null);
        if (provisioner == null || commission == null) {
            return new Result(null, new ProvisioningFailure(false, "the tenant or the service is gone"));
        }
        if (!provisioner.configured()) {
            return new Result(null, new ProvisioningFailure(false, "the service is no longer configured"));
        }
        if (!entry.enabled() && !entry.status().ending()) {
            return new Result(null, new ProvisioningFailure(false, "the service was disabled"));
        }
        try {
            if (entry.status().ending()) {
                provisioner.tearDown(commission);
                return new Result(null, null);
            }
            return new Result(provisioner.provision(commission), null);
        } catch (ProvisioningFailure failure) {
            return new Result(null, failure);
        }
    }

    private void finish(TenantServiceEntry before, Result result) {
        var now = clock.instant();
        var failure = result.failure();
        if (failure == null && before.status().ending()) {
            system.run(PURPOSE, () -> service.save(before, before.tornDown(now)));
            return;
        }
        if (failure == null) {
            var id = Objects.requireNonNull(result.serviceId());
            system.run(PURPOSE, () -> service.save(before, before.done(id, now)));
            return;
        }
        var error = String.valueOf(failure.getMessage());
        log.warn("Provisioning of {} for {}: {}", before.serviceName(), before.tenantId(), error);
        var delay = failure.retryable()
                ? properties.delayAfter(
                        before.progress().attempts(),
                        ThreadLocalRandom.current().nextDouble())
                : null;
        system.run(PURPOSE, () -> service.fail(before, before.failed(error, delay, now)));
    }
}
