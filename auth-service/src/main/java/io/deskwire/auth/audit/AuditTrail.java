package io.deskwire.auth.audit;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/// The door for those who read the log of their tenant.
@Service
class AuditTrail {
    /// One statement stays well below the time limit of a statement.
    private static final int SLICE = 20_000;

    private static final long SECONDS_TO_WAIT = 5;

    private final Semaphore verifying = new Semaphore(1);
    private final AuditRepository entries;
    private final Clock clock;

    AuditTrail(AuditRepository entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /// Newest first.
    @Transactional(readOnly = true)
    public Page<AuditEntry> list(Caller caller, AuditQuery query, PageRequest page) {
        caller.require(Permission.AUDIT_READ);
        return page.page(entries.page(caller.requireTenant().value(), query, page), entry -> Cursor.of(entry.seq()));
    }

    /// Computes the whole chain anew, as it stands at this moment. One at a time: tenants may not keep a node busy.
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ChainVerdict verify(Caller caller) {
        caller.require(Permission.AUDIT_READ);
        if (!verifying.tryAcquire()) {
            throw new TooMany("audit_verify", SECONDS_TO_WAIT);
        }
        try {
            return computed(caller);
        } finally {
            verifying.release();
        }
    }

    private ChainVerdict computed(Caller caller) {
        var chain = caller.requireTenant().value();
        var head = entries.head(chain);
        long seen = 0;
        for (long first = 1; ; first += SLICE) {
            var part = entries.verify(chain, first, first + SLICE - 1);
            seen += part.entries();
            if (part.brokenAt() != null || part.entries() < SLICE) {
                return new ChainVerdict(
                        part.brokenAt() == null, seen, part.brokenAt(), head.orElse(null), clock.instant());
            }
        }
    }
}
