package io.deskwire.automation.platform;

import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Makes the coming months' partitions of what only grows and drops those that have served their time. Every node may
/// run it at any time.
@Component
class Partitions {
    private static final List<String> MONTHLY = List.of("finished_jobs", "automation_events");
    private static final int MONTHS_AHEAD = 2;
    private static final int MONTHS_KEPT = 24;

    private final PartitionRepository partitions;
    private final SystemAccess system;

    Partitions(PartitionRepository partitions, SystemAccess system) {
        this.partitions = partitions;
        this.system = system;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT6H")
    void sweep() {
        for (var table : MONTHLY) {
            system.run("partitions", () -> partitions.maintain(table, MONTHS_AHEAD, MONTHS_KEPT));
        }
    }
}
