package io.deskwire.automation.job;

import io.deskwire.automation.agent.Agent;
import io.deskwire.automation.agent.AgentProperties;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.job.ClaimRepository.Claim;
import io.deskwire.automation.job.ClaimRepository.Claimed;
import io.deskwire.common.event.EventType;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.Permission;
import io.deskwire.common.problem.Problem.Forbidden;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private final JobTold told;
    private final Clock clock;

    JobClaims(
            ClaimRepository claims,
            AgentService agents,
            AgentProperties types,
            JobProperties properties,
            JobTold told,
            Clock clock) {
        this.claims = claims;
        this.agents = agents;
        this.types = types;
        this.properties = properties;
        this.told = told;
        this.clock = clock;
    }

    /// @param types those it wants; empty for all it may execute
    record Wish(UUID claimId, Set<String> types, int max, Duration patience) {}

    /// @param nextLook where nothing was due: when to look again at the latest
    record Answer(List<Lease.Held> jobs, Optional<Duration> nextLook) {}

    @Transactional
    public Answer claim(Caller caller, Wish wish) {
        var claim = allowed(caller, wish);
        var now = clock.instant();
        var claimed = claims.claim(claim, now, now.plus(properties.startBudget()));
        var fresh = claimed.stream().filter(c -> c.before() != null).toList();
        if (!fresh.isEmpty()) {
            told.events(
                    EventType.JOB_CLAIMED,
                    fresh.stream()
                            .map(c -> new JobTold.Change(c.before(), c.job()))
                            .toList(),
                    Map.of("claim_id", wish.claimId()));
        }
        var jobs = claimed.stream()
                .map(Claimed::job)
                .map(job -> Lease.Held.of(job, properties))
                .toList();
        return new Answer(jobs, jobs.isEmpty() ? Optional.of(nextLook(claim, now)) : Optional.empty());
    }

    private Claim allowed(Caller caller, Wish wish) {
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
                wish.types().isEmpty() ? executes : wish.types(),
                wish.max());
    }

    private Duration nextLook(Claim claim, Instant now) {
        return claims.nextDue(claim.tenant(), claim.types())
                .map(due -> Duration.between(now, due))
                .filter(until -> until.compareTo(properties.recheck()) < 0)
                .map(until -> until.isNegative() ? Duration.ZERO : until)
                .orElse(properties.recheck())
                .plusMillis(1);
    }
}
