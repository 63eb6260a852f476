package io.deskwire.automation.job;

import io.deskwire.automation.agent.AgentProperties;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.job.Job.Hold;
import io.deskwire.automation.job.JobRepository.Filter;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// Jobs as their makers and minders handle them; agents report through [JobReports].
@Service
class JobService {
    private final JobRepository jobs;
    private final JobTold told;
    private final JobSignal signal;
    private final AgentService agents;
    private final AgentProperties types;
    private final Clock clock;

    JobService(
            JobRepository jobs,
            JobTold told,
            JobSignal signal,
            AgentService agents,
            AgentProperties types,
            Clock clock) {
        this.jobs = jobs;
        this.told = told;
        this.signal = signal;
        this.agents = agents;
        this.types = types;
        this.clock = clock;
    }

    /// @param runAt null for at once
    /// @param uniqueKey among the tenant's live jobs
    record Draft(
            String type,
            ObjectNode payload,
            @Nullable UUID accountId,
            int priority,
            @Nullable Instant runAt,
            @Nullable String uniqueKey,
            int maxAttempts) {}

    /// @param existed a live job with the same unique key, type and payload was there already: a repeat
    record Created(Job job, boolean existed) {}

    @Transactional
    public Created create(Caller caller, Draft draft) {
        caller.require(Permission.JOBS_WRITE);
        refuseForeignType(caller, draft.type());
        var now = clock.instant();
        var job = new Job(
                new JobId(Uuid7.next()),
                caller.requireTenant(),
                draft.type(),
                JobStatus.QUEUED,
                draft.payload(),
                null,
                null,
                null,
                0,
                draft.maxAttempts(),
                draft.priority(),
                draft.runAt() == null ? now : draft.runAt(),
                draft.uniqueKey(),
                draft.accountId(),
                caller.subject(),
                null,
                0,
                1,
                now,
                now,
                null,
                Hold.NONE);
        if (!inserted(job)) {
            return existing(job);
        }
        told.event(EventType.JOB_CREATED, null, job);
        signal.afterCommit(job.tenantId());
        return new Created(job, false);
    }

    private boolean inserted(Job job) {
        try {
            return jobs.insert(job);
        } catch (DataIntegrityViolationException violation) {
            if (job.accountId() == null) {
                throw violation;
            }
            throw new Refused("account-unknown", "account %s does not exist".formatted(job.accountId()));
        }
    }

    private void refuseForeignType(Caller caller, String type) {
        if (caller.kind() != Caller.Kind.AGENT) {
            return;
        }
        var agent = agents.self(caller);
        var creates = types.type(agent.agentType()).map(AgentProperties.Type::creates);
        if (creates.isEmpty() || !creates.get().contains(type)) {
            throw new Forbidden(
                    "job-type-not-creatable", "an %s does not create %s".formatted(agent.agentType(), type));
        }
    }

    private Created existing(Job wanted) {
        var holder = jobs.holderOfKey(wanted);
        if (holder.isPresent() && holder.get().same()) {
            return new Created(holder.get().job(), true);
        }
        var who = holder.map(held -> "job " + held.job().id()).orElse("a live job");
        throw new Conflict("unique-key-taken", "%s holds the unique_key '%s'".formatted(who, wanted.uniqueKey()));
    }

    /// All jobs with `jobs.read`, else those the caller made or holds.
    @Transactional(readOnly = true)
    public Page<Job> list(Caller caller, Filter filter, PageRequest page) {
        var seen = caller.may(Permission.JOBS_READ)
                ? filter
                : new Filter(filter.status(), filter.type(), filter.account(), caller.subject());
        return page.page(jobs.page(caller.requireTenant(), seen, page), job -> Cursor.of(job.id()));
    }

    @Transactional(readOnly = true)
    public Job get(Caller caller, JobId id) {
        return jobs.find(caller.requireTenant(), id)
                .filter(job -> seen(caller, job))
                .orElseThrow(() -> new NotFound("job", id));
    }

    /// The policies let an executor see what it may claim; the API shows it only what it has.
    private static boolean seen(Caller caller, Job job) {
        return caller.may(Permission.JOBS_READ)
                || caller.subject().equals(job.createdBy())
                || caller.subject().equals(job.claimedBy());
    }

    /// Whatever it is doing; the agent that has it learns so at its next report. Safe to repeat.
    @Transactional
    public Job cancel(Caller caller, JobId id) {
        var job = lock(caller, id);
        return switch (job.status()) {
            case CANCELLED -> job;
            case COMPLETED -> throw new Conflict("job-finished", "the job is completed already");
            case QUEUED, CLAIMED, RUNNING, FAILED_NEEDS_ATTENTION ->
                save(EventType.JOB_CANCELLED, job, job.cancelled(clock.instant()), Map.of());
        };
    }

    /// Back to the queue with all its attempts.
    @Transactional
    public Job retry(Caller caller, JobId id) {
        var job = failed(lock(caller, id));
        signal.afterCommit(job.tenantId());
        return save(EventType.JOB_RETRIED, job, job.retried(clock.instant()), Map.of("by", "person"));
    }

    /// A person saw to it elsewhere.
    @Transactional
    public Job resolve(Caller caller, JobId id, String note, @Nullable ObjectNode result) {
        var job = failed(lock(caller, id));
        return save(EventType.JOB_COMPLETED, job, job.resolved(result, clock.instant()), Map.of("note", note));
    }

    private static Job failed(Job job) {
        if (job.status() != JobStatus.FAILED_NEEDS_ATTENTION) {
            throw new Conflict(
                    "job-needs-no-attention",
                    "the job is %s (expected: FAILED_NEEDS_ATTENTION)".formatted(job.status()));
        }
        return job;
    }

    private Job lock(Caller caller, JobId id) {
        caller.require(Permission.JOBS_WRITE);
        return jobs.lock(caller.requireTenant(), id)
                .filter(job -> seen(caller, job))
                .orElseThrow(() -> new NotFound("job", id));
    }

    private Job save(EventType type, Job before, Job after, Map<String, ?> detail) {
        if (!jobs.save(before, after)) {
            throw new Conflict("changed-meanwhile", "the job was changed meanwhile; try again");
        }
        told.event(type, before, after, detail);
        return after;
    }
}
