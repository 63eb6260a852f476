package io.deskwire.tickets.search;

import io.deskwire.common.tenancy.SystemAccess;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Makes texts found as their tenant has chosen since they were written: a batch, a transaction. Every node may run it
/// at any time.
@Component
class Reindexing {
    private static final int BATCH = 200;

    private final SearchSettingsRepository settings;
    private final SystemAccess system;

    Reindexing(SearchSettingsRepository settings, SystemAccess system) {
        this.settings = settings;
        this.system = system;
    }

    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT10S")
    void run() {
        while (system.call("search-reindexing", () -> settings.reindex(BATCH))) {
            // more is due
        }
    }
}
