package io.deskwire.automation.claim;

import io.deskwire.automation.agent.AgentRevoked;
import io.deskwire.automation.job.Job;
import io.deskwire.automation.job.JobChange;
import io.deskwire.automation.job.LiveJobs;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes leases away: from agents that let them run out, from agents that were revoked, and from claims whose answer
/// did not arrive. Every node may sweep.
@Component
class LeaseLoss {
    private static final int BATCH = 100;

    private final ClaimRepository claims;
    private final LiveJobs jobs;
    private final LeaseProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    LeaseLoss(ClaimRepository claims, LiveJobs jobs, LeaseProperties properties, SystemAccess system, Clock clock) {
        this.claims = claims;
        this.jobs = jobs;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT3S")
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
        jobs.changeAll(held.stream()
                .map(job -> JobChange.failed(
                        job,
                        job.leaseLost(
                                why,
                                properties.retry(),
                                ThreadLocalRandom.current().nextDouble(),
                                now),
                        kind,
                        why))
                .toList());
    }

    /// Gives back what a request claimed and could not answer, unless it has been begun or the claim was repeated. No
    /// attempt is counted, and the lease is void.
    @Transactional
    public void giveBack(Claim claim, List<LeasedJob> fresh) {
        claims.lock(claim.agent());
        var now = clock.instant();
        jobs.changeAll(claims.unanswered(claim, fresh).stream()
                .map(job -> JobChange.failed(
                        job,
                        job.unclaimed(now),
                        "claim_undone",
                        "the agent's connection was closed before it got the job"))
                .toList());
    }
}
