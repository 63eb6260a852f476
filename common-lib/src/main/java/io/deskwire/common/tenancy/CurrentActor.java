package io.deskwire.common.tenancy;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.CurrentCaller;
import java.util.Objects;

/// Who acts on the current thread.
public final class CurrentActor {
    private CurrentActor() {}

    /// The caller of the request, else the purpose of the system door.
    public static Actor get() {
        var caller = CurrentCaller.get();
        return caller != null
                ? caller.actor()
                : Actor.system(Objects.requireNonNull(SystemAccess.purpose(), "neither a caller nor the system acts"));
    }
}
