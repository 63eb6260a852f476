package io.deskwire.tickets.trash;

import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.tickets.trash.TrashRepository.Due;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Purges what has lain in the trash for long enough. Every node may run it at any time.
@Component
class TrashSweep {
    private static final Logger log = LoggerFactory.getLogger(TrashSweep.class);
    private static final String PURPOSE = "trash-purge";

    private final TrashService trash;
    private final SystemAccess system;

    TrashSweep(TrashService trash, SystemAccess system) {
        this.trash = trash;
        this.system = system;
    }

    /// A transaction for each ticket; one that fails stays until the next sweep and does not stop the others.
    @Scheduled(initialDelayString = "PT3M", fixedDelayString = "PT1H")
    void sweep() {
        var due = system.query(PURPOSE, () -> trash.due(null));
        while (due.isPresent()) {
            var one = due.get();
            purge(one);
            due = system.query(PURPOSE, () -> trash.due(one));
        }
    }

    private void purge(Due due) {
        try {
            system.run(PURPOSE, () -> trash.purge(due));
        } catch (RuntimeException failure) {
            log.warn("Ticket {} stays in the trash until the next sweep", due.id(), failure);
        }
    }
}
