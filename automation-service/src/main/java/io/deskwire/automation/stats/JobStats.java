package io.deskwire.automation.stats;

import io.deskwire.automation.job.JobStatus;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// How a tenant's queue stands: counted from the live jobs, which are few, and from one day of the finished ones.
@Service
class JobStats {
    private static final Duration RECENT = Duration.ofHours(24);

    private final JobCountRepository counts;
    private final Clock clock;

    JobStats(JobCountRepository counts, Clock clock) {
        this.counts = counts;
        this.clock = clock;
    }

    /// @param live by status
    /// @param finishedLast24h by status
    record Stats(Map<JobStatus, Long> live, Map<JobStatus, Long> finishedLast24h) {}

    @Transactional(readOnly = true)
    public Stats stats(Caller caller) {
        caller.require(Permission.JOBS_READ);
        TenantId tenant = caller.requireTenant();
        var live = new EnumMap<JobStatus, Long>(JobStatus.class);
        var finished = new EnumMap<JobStatus, Long>(JobStatus.class);
        for (var status : JobStatus.values()) {
            (status.finished() ? finished : live).put(status, 0L);
        }
        counts.live(tenant).forEach(live::put);
        counts.finished(tenant, clock.instant().minus(RECENT)).forEach(finished::put);
        return new Stats(live, finished);
    }

    @RestController
    static class StatsController {
        private final JobStats stats;

        StatsController(JobStats stats) {
            this.stats = stats;
        }

        @GetMapping("/api/v1/automation/stats")
        Stats stats(Caller caller) {
            return stats.stats(caller);
        }
    }
}
