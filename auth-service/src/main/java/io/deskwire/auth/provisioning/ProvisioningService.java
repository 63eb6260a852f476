package io.deskwire.auth.provisioning;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.provisioning.TenantServiceEntry.Status;
import io.deskwire.auth.provisioning.provisioner.Provisioners;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The door to a tenant's services. Asking for one is a row; the worker does the rest and tells by event.
@Service
class ProvisioningService {
    private final TenantServiceRepository entries;
    private final Provisioners provisioners;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    ProvisioningService(
            TenantServiceRepository entries, Provisioners provisioners, Outbox outbox, AuditLog audit, Clock clock) {
        this.entries = entries;
        this.provisioners = provisioners;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /// What is entered by hand.
    record Entry(@Nullable String serviceId, ObjectNode config, boolean enabled) {}

    Set<String> known() {
        return provisioners.byName().keySet();
    }

    @Transactional(readOnly = true)
    List<ConfiguredService> list(Caller caller, TenantId tenant) {
        own(caller, tenant);
        caller.require(Permission.TENANT_READ);
        return seenBy(caller, entries.all(tenant));
    }

    /// The configuration is for those who manage the tenant. It is masked once more as it is read: what was harmless
    /// when it was stored need not be so by this version's rules.
    private List<ConfiguredService> seenBy(Caller caller, List<TenantServiceEntry> some) {
        if (some.isEmpty() || !caller.may(Permission.TENANT_MANAGE)) {
            return some.stream()
                    .map(entry -> new ConfiguredService(entry, null))
                    .toList();
        }
        var configs = entries.configs(some.getFirst().tenantId());
        return some.stream()
                .map(entry -> new ConfiguredService(
                        entry,
                        ConfigSecrets.of(configs.getOrDefault(entry.serviceName(), nothing()))
                                .shown()))
                .toList();
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Transactional(readOnly = true)
    ConfiguredService get(Caller caller, TenantId tenant, String name) {
        own(caller, tenant);
        caller.require(Permission.TENANT_READ);
        var entry = entries.find(tenant, name).orElseThrow(() -> new NotFound("service", name));
        return seenBy(caller, List.of(entry)).getFirst();
    }

    /// @param ifMatch the version the caller saw; null to replace whatever is there
    @Transactional
    ConfiguredService enter(Caller caller, TenantId tenant, String name, Entry wanted, @Nullable Revision ifMatch) {
        own(caller, tenant);
        caller.require(Permission.TENANT_MANAGE);
        var now = clock.instant();
        var config = ConfigSecrets.of(wanted.config())
                .keeping(entries.configs(tenant).getOrDefault(name, nothing()));
        var before = entries.find(tenant, name).orElse(null);
        Revision.check(
                ifMatch,
                before == null ? 0 : before.version(),
                version -> before == null ? List.of() : outbox.changedSince(before.id(), version));
        if (before != null && before.status() == Status.PROVISIONING) {
            throw new Conflict("provisioning", "the service is being provisioned at this moment; try again");
        }
        var after = (before == null ? TenantServiceEntry.blank(tenant, name, now) : before)
                .entered(wanted.serviceId(), wanted.enabled(), now);
        save(before, after);
        entries.configure(after, config);
        audit.record(tenant, "tenant_service.entered", after.id(), Map.of("service", name));
        return new ConfiguredService(after, config.shown());
    }

    /// What each of the asked services came to: what is done or under way stays, what failed is tried again.
    @Transactional
    Map<String, ConfiguredService> provision(Caller caller, TenantId tenant, List<String> names) {
        own(caller, tenant);
        caller.require(Permission.TENANT_MANAGE);
        var now = clock.instant();
        var requested = new ArrayList<TenantServiceEntry>();
        for (var name : names) {
            var provisioner = Objects.requireNonNull(provisioners.byName().get(name));
            var before = entries.find(tenant, name).orElse(null);
            if (before != null && !before.enabled()) {
                throw new Conflict(
                        "service-disabled", "'%s' is disabled: PUT it with enabled true first".formatted(name));
            }
            var after = (before == null ? TenantServiceEntry.blank(tenant, name, now) : before)
                    .requested(provisioner.configured(), now);
            if (!after.equals(before)) {
                save(before, after);
            }
            requested.add(after);
        }
        audit.record(tenant, "tenant_service.requested", tenant.value(), Map.of("services", names));
        var results = new LinkedHashMap<String, ConfiguredService>();
        seenBy(caller, requested).forEach(each -> results.put(each.entry().serviceName(), each));
        return results;
    }

    /// Another tenant's id is an unknown one.
    private static void own(Caller caller, TenantId tenant) {
        if (!tenant.equals(caller.tenant())) {
            throw new NotFound("tenant", tenant);
        }
    }

    /// As [#save]. What a service keeps of a tenant that goes is for the operator to know, who may remove it by hand.
    @Transactional(propagation = Propagation.MANDATORY)
    void fail(TenantServiceEntry before, TenantServiceEntry after) {
        save(before, after);
        if (after.status() == Status.TEARDOWN_FAILED) {
            var details = new LinkedHashMap<String, Object>();
            details.put("tenant_id", after.tenantId().toString());
            details.put("service", after.serviceName());
            details.put("service_id", after.serviceId());
            details.put("reason", after.progress().lastError());
            audit.record(null, "tenant_service.left_behind", after.id(), details);
        }
    }

    /// With its event. Needs a transaction, the caller's or the worker's.
    @Transactional(propagation = Propagation.MANDATORY)
    void save(@Nullable TenantServiceEntry before, TenantServiceEntry after) {
        if (!entries.save(after)) {
            throw Conflict.changedMeanwhile("service");
        }
        if (before == null) {
            outbox.created(EventType.TENANT_SERVICE_CREATED, after);
        } else {
            outbox.changed(EventType.TENANT_SERVICE_UPDATED, before, after);
        }
    }
}
