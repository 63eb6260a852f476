package io.deskwire.automation.job;

import io.deskwire.automation.agent.AgentRevoked;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Takes leases away: from agents that let them run out, and from agents that were revoked. Every node may sweep.
@Component
class LeaseLoss {
    private static final int BATCH = 100;

    private final ClaimRepository claims;
    private final JobReports reports;
    private final JobProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    LeaseLoss(ClaimRepository claims, JobReports reports, JobProperties properties, SystemAccess system, Clock clock) {
        this.claims = claims;
        this.reports = reports;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void sweep() {
        while (system.call("lease-expiry", this::sweepOnce) == BATCH) {
            // more may be due
        }
    }

    private int sweepOnce() {
        var expired = claims.expired(clock.instant(), BATCH);
        lose(expired, "lease_expired", "the agent let its lease run out");
        return expired.size();
    }

    /// In the transaction of the revocation.
    @EventListener
    void on(AgentRevoked revoked) {
        var agent = revoked.agent();
        lose(claims.heldBy(agent.tenantId(), agent.id()), "agent_revoked", "the agent was revoked");
    }

    private void lose(List<Job> held, String kind, String why) {
        var now = clock.instant();
        for (var job : held) {
            var after = job.leaseLost(
                    why, properties.retry(), ThreadLocalRandom.current().nextDouble(), now);
            reports.failed(job, after, kind, why);
        }
    }
}
