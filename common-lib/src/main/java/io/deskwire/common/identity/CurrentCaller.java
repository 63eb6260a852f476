package io.deskwire.common.identity;

import org.jspecify.annotations.Nullable;

/// The caller of the request that the current thread serves. Bound by [CallerFilter]; transactions read it.
public final class CurrentCaller {
    private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    private CurrentCaller() {}

    public static @Nullable Caller get() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    public static <T extends @Nullable Object, X extends Throwable> T call(
            Caller caller, ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, caller).call(work);
    }
}
