package io.deskwire.automation.claim;

import io.deskwire.automation.agent.Agent;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.claim.Claim.Answer;
import io.deskwire.automation.claim.Claim.Wish;
import io.deskwire.automation.claim.ClaimRepository.Claimed;
import io.deskwire.automation.job.JobChange;
import io.deskwire.automation.job.LiveJobs;
import io.deskwire.automation.jobtype.JobTypes;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.sql.Row;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Claims of due jobs. [ClaimController] looks again and again while an agent waits.
@Service
class ClaimService {
    private final ClaimRepository claims;
    private final AgentService agents;
    private final JobTypes types;
    private final LiveJobs jobs;
    private final LeaseProperties properties;
    private final Clock clock;

    ClaimService(
            ClaimRepository claims,
            AgentService agents,
            JobTypes types,
            LiveJobs jobs,
            LeaseProperties properties,
            Clock clock) {
        this.claims = claims;
        this.agents = agents;
        this.types = types;
        this.jobs = jobs;
        this.properties = properties;
        this.clock = clock;
    }

    /// One look for something to claim. Nothing where the client has left. A claim ends the agent's older waits with
    /// its first look.
    ///
    /// @param request the same in all its looks
    @Transactional
    public Answer claim(Caller caller, Wish wish, UUID request, boolean first, ClientConnection client) {
        var claim = allowed(caller, wish, request);
        if (!client.isOpen()) {
            return Answer.NOTHING;
        }
        var now = clock.instant();
        var claimed = claims.claim(claim, first, now, now.plus(properties.startBudget()));
        if (claimed.isEmpty()) {
            return new Answer(List.of(), List.of(), Optional.of(nextLook(caller, claim, now)));
        }
        var fresh = claimed.stream().filter(Claimed::fresh).toList();
        jobs.tell(
                claim.tenant(),
                fresh.stream()
                        .map(job -> JobChange.claimed(Objects.requireNonNull(job.before()), job.job(), claim.id()))
                        .toList());
        return new Answer(leased(claimed), leased(fresh), Optional.empty());
    }

    private List<LeasedJob> leased(List<Claimed> jobs) {
        return jobs.stream()
                .map(claimed -> LeasedJob.of(claimed.job(), properties.heartbeat()))
                .toList();
    }

    private Claim allowed(Caller caller, Wish wish, UUID request) {
        caller.require(Permission.JOBS_EXECUTE);
        if (caller.kind() != Caller.Kind.AGENT) {
            throw new Forbidden(
                    "agents-only", "only agents claim jobs; send the token that the agent got when it was paired");
        }
        var agentType = agents.typeOf(caller);
        var executes = types.executedBy(agentType);
        var foreign = new TreeSet<>(wish.types());
        foreign.removeAll(executes);
        if (!foreign.isEmpty()) {
            throw new Forbidden(
                    "job-type-not-executable",
                    "agents of type %s do not execute jobs of type '%s' (expected: one of %s)"
                            .formatted(agentType, foreign.first(), executes));
        }
        return wish.claim(caller.requireTenant(), caller.subject(), request, executes);
    }

    private Duration nextLook(Caller caller, Claim claim, Instant now) {
        var outlook = claims.outlook(claim);
        if (!outlook.active()) {
            requireActive(agents.self(caller));
        }
        if (outlook.superseded()) {
            throw new Conflict(
                    "claim-superseded",
                    "a newer claim of this agent ended this one; wait for the newer one's answer, one claim at a time");
        }
        return outlook.nextDue()
                .map(due -> Duration.between(now, due))
                .filter(until -> until.compareTo(properties.recheck()) < 0)
                .map(until -> until.isNegative() ? Duration.ZERO : until)
                .orElse(properties.recheck())
                .plusMillis(1);
    }

    private static void requireActive(Agent agent) {
        if (agent.status() != Agent.Status.ACTIVE) {
            throw new Forbidden(
                    "agent-not-active",
                    "the agent is %s (expected: active); it may finish the jobs it holds, but claims no others"
                            .formatted(Row.wire(agent.status())));
        }
    }
}
