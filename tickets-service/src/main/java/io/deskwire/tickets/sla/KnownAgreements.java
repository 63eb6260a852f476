package io.deskwire.tickets.sla;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// The agreements that this node remembers. They may be old; whoever decides by them compares the revision.
/// Thread-safe.
@Component
class KnownAgreements {
    /// So many tenants change tickets on one node at a time.
    private static final int MOST = 10_000;

    private final Map<TenantId, Agreements> known = new ConcurrentHashMap<>();
    private final AgreementRepository repository;
    private final SystemAccess system;

    KnownAgreements(AgreementRepository repository, SystemAccess system) {
        this.repository = repository;
        this.system = system;
    }

    /// None where nothing is remembered: most tenants have none.
    Agreements of(TenantId tenant) {
        return known.getOrDefault(tenant, Agreements.NONE);
    }

    /// Read where nothing is remembered.
    Agreements needed(TenantId tenant) {
        var remembered = known.get(tenant);
        return remembered == null ? learn(tenant) : remembered;
    }

    /// Reads them, past row-level security: a client's ticket goes by them too. On another connection than the present
    /// transaction's, unless that is the system's.
    Agreements learn(TenantId tenant) {
        var read = system.query("sla-policies", () -> repository.read(tenant));
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.merge(tenant, read, KnownAgreements::newer);
    }

    /// Somebody who read earlier may remember later.
    private static Agreements newer(Agreements one, Agreements other) {
        return one.revision() > other.revision() ? one : other;
    }
}
