package io.deskwire.common.tenancy;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The one door past row-level security, for work that no caller's claims can decide: signing somebody in, claiming
/// due work of all tenants, cleaning up.
///
/// Every transaction begun inside runs as `<service>_system`. Each entry names its purpose, which shows in the counter
/// `deskwire.system.access{purpose}` and as the actor of events appended meanwhile. Uses of the secret key are
/// written to the audit besides. A transaction already open outside is not joined: it belongs to the other role.
public final class SystemAccess {
    private static final ScopedValue<String> PURPOSE = ScopedValue.newInstance();

    private final MeterRegistry meters;
    private final ConcurrentHashMap<String, io.micrometer.core.instrument.Counter> entries = new ConcurrentHashMap<>();

    public SystemAccess(MeterRegistry meters) {
        this.meters = meters;
    }

    /// @param purpose a constant such as `sign-in`; becomes a metric tag, so never a value from outside
    public <T extends @Nullable Object, X extends Throwable> T call(String purpose, ScopedValue.CallableOp<T, X> work)
            throws X {
        entries.computeIfAbsent(purpose, p -> meters.counter("deskwire.system.access", "purpose", p))
                .increment();
        return ScopedValue.where(PURPOSE, purpose).call(work);
    }

    public void run(String purpose, Runnable work) {
        this.<@Nullable Object, RuntimeException>call(purpose, () -> {
            work.run();
            return null;
        });
    }

    /// Null outside the door.
    public static @Nullable String purpose() {
        return PURPOSE.isBound() ? PURPOSE.get() : null;
    }
}
