package io.deskwire.common.tenancy;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.CurrentCaller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The one door past row-level security, for work that no caller's claims can decide: signing somebody in, claiming
/// due work of all tenants, cleaning up.
///
/// Each entry is one transaction as `<service>_system`, apart from any transaction open outside, which belongs to the
/// other role; entries inside an entry join it. Each names its purpose, which shows in the counter
/// `deskwire.system.access{purpose}` and as the actor of events appended where there is no caller.
///
/// The bearer of the secret key is behind the door for its whole request: its transactions are the system's, and its
/// claims are set besides, for functions that read them. [io.deskwire.common.identity.systemkey.SystemEntry] wrote its
/// use down before.
public final class SystemAccess {
    private static final ScopedValue<String> PURPOSE = ScopedValue.newInstance();

    private final TransactionTemplate apart;
    private final TransactionTemplate joining;
    private final TransactionTemplate none;
    private final MeterRegistry meters;
    private final ConcurrentHashMap<String, Counter> entries = new ConcurrentHashMap<>();

    public SystemAccess(PlatformTransactionManager transactions, MeterRegistry meters) {
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.joining = new TransactionTemplate(transactions);
        this.none = new TransactionTemplate(transactions);
        this.none.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        this.meters = meters;
    }

    /// @param purpose a constant such as `sign-in`; becomes a metric tag, so never a value from outside
    public <T extends @Nullable Object> T call(String purpose, Supplier<T> work) {
        return enter(purpose, purpose() == null ? apart : joining, work);
    }

    /// As [#call], for a single query: no transaction surrounds it, which halves its round trips. Inside an entry it
    /// joins that entry's.
    ///
    /// @param purpose as for [#call]
    public <T extends @Nullable Object> T query(String purpose, Supplier<T> query) {
        return enter(purpose, purpose() == null ? none : joining, query);
    }

    private <T extends @Nullable Object> T enter(String purpose, TransactionTemplate transaction, Supplier<T> work) {
        entries.computeIfAbsent(purpose, p -> meters.counter("deskwire.system.access", "purpose", p))
                .increment();
        return ScopedValue.where(PURPOSE, purpose).call(() -> transaction.execute(_ -> work.get()));
    }

    public void run(String purpose, Runnable work) {
        this.<@Nullable Object>call(purpose, () -> {
            work.run();
            return null;
        });
    }

    /// Null outside the door.
    public static @Nullable String purpose() {
        if (PURPOSE.isBound()) {
            return PURPOSE.get();
        }
        var caller = CurrentCaller.get();
        return caller != null && caller.kind() == Caller.Kind.SYSTEM ? caller.systemPurpose() : null;
    }
}
