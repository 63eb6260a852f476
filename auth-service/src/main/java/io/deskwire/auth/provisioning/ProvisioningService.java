package io.deskwire.auth.provisioning;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.provisioning.Product.Status;
import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.time.Instant;
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

/// The door to a tenant's products. Asking for one is a row; the worker does the rest and tells by event.
@Service
public class ProvisioningService {
    private static final Audience SEEN_BY = Audience.of(Permission.TENANT_READ);

    private final ProductRepository products;
    private final Provisioners provisioners;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    ProvisioningService(
            ProductRepository products, Provisioners provisioners, Outbox outbox, AuditLog audit, Clock clock) {
        this.products = products;
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
    public List<ConfiguredProduct> list(Caller caller, TenantId tenant) {
        own(caller, tenant);
        caller.require(Permission.TENANT_READ);
        return seenBy(caller, products.all(tenant));
    }

    /// The configuration is for who manages the tenant. It is masked once more as it is read: what was harmless when it
    /// was stored need not be so by this version's rules.
    private List<ConfiguredProduct> seenBy(Caller caller, List<Product> some) {
        if (some.isEmpty() || !caller.may(Permission.TENANT_MANAGE)) {
            return some.stream()
                    .map(product -> new ConfiguredProduct(product, null))
                    .toList();
        }
        var configs = products.configs(some.getFirst().tenantId());
        return some.stream()
                .map(product -> new ConfiguredProduct(
                        product,
                        ConfigSecrets.of(configs.getOrDefault(product.serviceName(), nothing()))
                                .shown()))
                .toList();
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Transactional(readOnly = true)
    public ConfiguredProduct get(Caller caller, TenantId tenant, String name) {
        own(caller, tenant);
        caller.require(Permission.TENANT_READ);
        var product = products.find(tenant, name).orElseThrow(() -> new NotFound("service", name));
        return seenBy(caller, List.of(product)).getFirst();
    }

    /// @param ifMatch the version the caller saw; null to replace whatever is there
    @Transactional
    ConfiguredProduct enter(Caller caller, TenantId tenant, String name, Entry entry, @Nullable Revision ifMatch) {
        own(caller, tenant);
        caller.require(Permission.TENANT_MANAGE);
        var now = clock.instant();
        var config = ConfigSecrets.of(entry.config())
                .keeping(products.configs(tenant).getOrDefault(name, nothing()));
        var before = products.find(tenant, name).orElse(null);
        Revision.check(
                ifMatch,
                before == null ? 0 : before.version(),
                version -> before == null ? List.of() : outbox.changedSince(before.id(), version));
        if (before != null && before.status() == Status.PROVISIONING) {
            throw new Conflict("provisioning", "the service is being provisioned at this moment; try again");
        }
        var after =
                (before == null ? blank(tenant, name, now) : before).entered(entry.serviceId(), entry.enabled(), now);
        save(before, after);
        products.configure(after, config);
        audit.record(tenant, "tenant_service.entered", after.id(), Map.of("service", name));
        return new ConfiguredProduct(after, config.shown());
    }

    /// What each of the asked services came to: what is done or under way stays, what failed is tried again.
    @Transactional
    Map<String, ConfiguredProduct> provision(Caller caller, TenantId tenant, List<String> names) {
        own(caller, tenant);
        caller.require(Permission.TENANT_MANAGE);
        var now = clock.instant();
        var requested = new ArrayList<Product>();
        for (var name : names) {
            var provisioner = Objects.requireNonNull(provisioners.byName().get(name));
            var before = products.find(tenant, name).orElse(null);
            if (before != null && !before.enabled()) {
                throw new Conflict(
                        "service-disabled", "'%s' is disabled: PUT it with enabled true first".formatted(name));
            }
            var after = (before == null ? blank(tenant, name, now) : before).requested(provisioner.configured(), now);
            if (!after.equals(before)) {
                save(before, after);
            }
            requested.add(after);
        }
        audit.record(tenant, "tenant_service.requested", tenant.value(), Map.of("services", names));
        var results = new LinkedHashMap<String, ConfiguredProduct>();
        seenBy(caller, requested).forEach(each -> results.put(each.product().serviceName(), each));
        return results;
    }

    /// Another tenant's id is an unknown one.
    private static void own(Caller caller, TenantId tenant) {
        if (!tenant.equals(caller.tenant())) {
            throw new NotFound("tenant", tenant);
        }
    }

    /// Before its first version.
    private static Product blank(TenantId tenant, String name, Instant now) {
        return new Product(tenant, name, Uuid7.next(), null, true, Status.UNPROVISIONED, 0, null, null, 0, now, now);
    }

    /// As [#save]. What a product keeps of a tenant that goes is for the operator to know, who may remove it by hand.
    @Transactional(propagation = Propagation.MANDATORY)
    void fail(Product before, Product after) {
        save(before, after);
        if (after.status() == Status.TEARDOWN_FAILED) {
            var details = new LinkedHashMap<String, Object>();
            details.put("tenant_id", after.tenantId().toString());
            details.put("service", after.serviceName());
            details.put("service_id", after.serviceId());
            details.put("reason", after.lastError());
            audit.record(null, "tenant_service.left_behind", after.id(), details);
        }
    }

    /// With its event. Needs a transaction, the caller's or the worker's.
    @Transactional(propagation = Propagation.MANDATORY)
    void save(@Nullable Product before, Product after) {
        if (!products.save(after)) {
            throw new Conflict("changed-meanwhile", "the service was changed meanwhile; try again");
        }
        var event = before == null
                ? DomainEvent.of(EventType.TENANT_SERVICE_CREATED, after.id(), after.version(), SEEN_BY, after)
                : DomainEvent.changed(
                        EventType.TENANT_SERVICE_UPDATED, after.id(), after.version(), SEEN_BY, before, after);
        outbox.append(after.tenantId(), event);
    }
}
