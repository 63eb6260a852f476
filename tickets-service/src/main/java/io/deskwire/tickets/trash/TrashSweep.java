package io.deskwire.tickets.trash;

import io.deskwire.common.tenancy.SystemAccess;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Purges what has lain in the trash for long enough. Every node may run it at any time.
@Component
class TrashSweep {
    private static final int BATCH = 100;

    private final TrashService trash;
    private final SystemAccess system;

    TrashSweep(TrashService trash, SystemAccess system) {
        this.trash = trash;
        this.system = system;
    }

    /// A transaction for each batch, so that none holds many tickets.
    @Scheduled(initialDelayString = "PT3M", fixedDelayString = "PT1H")
    void sweep() {
        int purged;
        do {
            purged = system.call("trash-purge", () -> trash.purgeDue(BATCH));
        } while (purged == BATCH);
    }
}
