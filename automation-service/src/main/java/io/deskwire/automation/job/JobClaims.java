package io.deskwire.automation.job;

import io.deskwire.automation.agent.Agent;
import io.deskwire.automation.agent.AgentProperties;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.job.ClaimRepository.Claim;
import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Claims of due jobs; [ClaimWait] repeats them for those who wait.
@Service
class JobClaims {
    private final ClaimRepository claims;
    private final AgentService agents;
    private final AgentProperties types;
    private final JobProperties properties;
    private final JobReports reports;
    private final Clock clock;

    JobClaims(
            ClaimRepository claims,
            AgentService agents,
            AgentProperties types,
            JobProperties properties,
            JobReports reports,
            Clock clock) {
        this.claims = claims;
        this.agents = agents;
        this.types = types;
        this.properties = properties;
        this.reports = reports;
        this.clock = clock;
    }

    /// @param types those it wants; empty for all it may execute
    record Wish(UUID claimId, Set<String> types, int max, Duration patience) {}

    /// One look of a request for something to claim.
    ///
    /// @param request the same in all its looks
    record Look(UUID request, boolean first, ClientConnection client) {}

    /// @param fresh those of the jobs that nobody has heard of before
    /// @param nextLook where nothing was due: when to look again at the latest
    record Answer(List<Lease.Held> jobs, List<JobId> fresh, Optional<Duration> nextLook) {
        static final Answer NOTHING = new Answer(List.of(), List.of(), Optional.empty());
    }

    /// Nothing where the client has left. A claim ends the agent's older waits with its first look.
    @Transactional
    public Answer claim(Caller caller, Wish wish, Look look) {
        var claim = allowed(caller, wish, look.request());
        claims.lock(claim.agent());
        if (!look.client().isOpen()) {
            return Answer.NOTHING;
        }
        if (look.first()) {
            claims.begin(claim);
        }
        var now = clock.instant();
        var claimed = claims.claim(claim, now, now.plus(properties.startBudget()));
        if (claimed.isEmpty()) {
            return new Answer(List.of(), List.of(), Optional.of(nextLook(claim, now)));
        }
        var fresh = claimed.stream().filter(c -> c.before() != null).toList();
        if (!fresh.isEmpty()) {
            reports.claimed(
                    fresh.stream()
                            .map(c -> new JobTold.Change(c.before(), c.job()))
                            .toList(),
                    wish.claimId());
        }
        return new Answer(
                claimed.stream().map(c -> Lease.Held.of(c.job(), properties)).toList(),
                fresh.stream().map(c -> c.job().id()).toList(),
                Optional.empty());
    }

    /// Gives back what a request claimed and could not answer, unless it has been begun or the claim was repeated. No
    /// attempt is counted, and the lease is void.
    @Transactional
    public void undo(Caller caller, Wish wish, UUID request, List<JobId> fresh) {
        var claim =
                new Claim(caller.requireTenant(), caller.subject(), wish.claimId(), request, wish.types(), wish.max());
        claims.lock(claim.agent());
        for (var job : claims.unanswered(claim, fresh)) {
            reports.unclaimed(job, job.unclaimed(clock.instant()));
        }
    }

    private Claim allowed(Caller caller, Wish wish, UUID request) {
        caller.require(Permission.JOBS_EXECUTE);
        if (caller.kind() != Caller.Kind.AGENT) {
            throw new Forbidden("agents-only", "only a paired agent claims jobs");
        }
        var agent = agents.self(caller);
        if (agent.status() != Agent.Status.ACTIVE) {
            throw new Forbidden("agent-not-active", "the agent is paused or being replaced: it claims nothing new");
        }
        var executes = types.type(agent.agentType())
                .map(AgentProperties.Type::executes)
                .orElse(Set.of());
        var foreign = new TreeSet<>(wish.types());
        foreign.removeAll(executes);
        if (!foreign.isEmpty()) {
            throw new Forbidden(
                    "job-type-not-executable",
                    "an %s does not execute %s".formatted(agent.agentType(), foreign.first()));
        }
        return new Claim(
                agent.tenantId(),
                agent.id(),
                wish.claimId(),
                request,
                wish.types().isEmpty() ? executes : wish.types(),
                wish.max());
    }

    private Duration nextLook(Claim claim, Instant now) {
        var outlook = claims.outlook(claim);
        if (outlook.superseded()) {
            throw new Conflict(
                    "claim-superseded", "the agent has begun another claim since; it waits with one at a time");
        }
        return outlook.nextDue()
                .map(due -> Duration.between(now, due))
                .filter(until -> until.compareTo(properties.recheck()) < 0)
                .map(until -> until.isNegative() ? Duration.ZERO : until)
                .orElse(properties.recheck())
                .plusMillis(1);
    }
}
