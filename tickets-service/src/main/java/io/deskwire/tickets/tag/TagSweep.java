package io.deskwire.tickets.tag;

import io.deskwire.common.tenancy.SystemAccess;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Adds up what has changed, so that a list of tags reads little. Every node may run it at any time.
@Component
class TagSweep {
    private static final int BATCH = 10_000;

    private final TagRepository tags;
    private final SystemAccess system;

    TagSweep(TagRepository tags, SystemAccess system) {
        this.tags = tags;
        this.system = system;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void sweep() {
        int changed;
        do {
            changed = system.call("tag-counts", () -> tags.settle(BATCH));
        } while (changed > 0);
    }
}
