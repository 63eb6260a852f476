package io.deskwire.automation.job;

import io.deskwire.automation.account.AccountId;
import io.deskwire.automation.agent.AgentService;
import io.deskwire.automation.job.JobRepository.Filter;
import io.deskwire.automation.jobtype.JobTypes;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// The door to jobs for their makers and minders. For the agents that carry them out: `claim/`.
@Service
public class JobService {
    private final JobRepository jobs;
    private final LiveJobs live;
    private final AgentService agents;
    private final JobTypes types;
    private final Clock clock;

    JobService(JobRepository jobs, LiveJobs live, AgentService agents, JobTypes types, Clock clock) {
        this.jobs = jobs;
        this.live = live;
        this.agents = agents;
        this.types = types;
        this.clock = clock;
    }

    /// @param runAt null for at once
    /// @param uniqueKey among the tenant's live jobs
    public record Draft(
            String type,
            ObjectNode payload,
            @Nullable AccountId accountId,
            int priority,
            @Nullable Instant runAt,
            @Nullable String uniqueKey,
            int maxAttempts) {

        private Job job(TenantId tenant, Actor by, Instant now) {
            return Job.queued(
                    new JobId(Uuid7.next()),
                    tenant,
                    type,
                    payload,
                    new Job.Turn(0, maxAttempts, priority, runAt == null ? now : runAt),
                    new Job.Origin(uniqueKey, accountId, by.subject()),
                    now);
        }
    }

    /// @param existed a live job with the same unique key, type and payload was there already: a repeat
    public record Created(Job job, boolean existed) {}

    @Transactional
    public Created create(Caller caller, Draft draft) {
        caller.require(Permission.JOBS_WRITE);
        refuseForeignType(caller, draft.type());
        return create(caller.actor(), caller.requireTenant(), draft);
    }

    /// For what makes a job without a request, such as a trigger or a schedule. Asks for no permission: that is for the
    /// one that acts. Needs the system door where no caller may write jobs. The job may be written with the commit
    /// only.
    @Transactional(propagation = Propagation.MANDATORY)
    public Created create(Actor actor, TenantId tenant, Draft draft) {
        if (!types.all().contains(draft.type())) {
            throw new Refused(
                    "job-type-unknown",
                    "no agent creates or executes jobs of type '%s' (expected: one of %s)"
                            .formatted(draft.type(), types.all()));
        }
        var job = draft.job(tenant, actor, clock.instant());
        if (!inserted(job)) {
            return existing(job);
        }
        live.tellCreated(actor, job);
        return new Created(job, false);
    }

    private boolean inserted(Job job) {
        if (job.origin().uniqueKey() == null && job.origin().accountId() == null) {
            jobs.insert(job);
            return true;
        }
        try {
            return jobs.insertNew(job);
        } catch (DataIntegrityViolationException violation) {
            if (job.origin().accountId() == null) {
                throw violation;
            }
            throw new Refused(
                    "account-unknown",
                    "account %s does not exist".formatted(job.origin().accountId()));
        }
    }

    private void refuseForeignType(Caller caller, String type) {
        if (caller.kind() != Caller.Kind.AGENT) {
            return;
        }
        var agentType = agents.self(caller).agentType();
        var creates = types.createdBy(agentType);
        if (!creates.contains(type)) {
            throw new Forbidden(
                    "job-type-not-creatable",
                    "agents of type %s do not create jobs of type '%s' (expected: one of %s)"
                            .formatted(agentType, type, creates));
        }
    }

    private Created existing(Job wanted) {
        var holder = jobs.holderOfKey(wanted);
        if (holder.isPresent() && holder.get().same()) {
            return new Created(holder.get().job(), true);
        }
        var holding = holder.map(held -> "job " + held.job().id()).orElse("a live job");
        throw new Conflict(
                "unique-key-taken",
                "%s holds the unique_key '%s' for other work; wait until it ends, or use another key"
                        .formatted(holding, wanted.origin().uniqueKey()));
    }

    /// All jobs with `jobs.read`, else those the caller made or holds.
    @Transactional(readOnly = true)
    Page<Job> list(Caller caller, Filter filter, PageRequest page) {
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
        return caller.may(Permission.JOBS_READ) || job.concerns(caller.subject());
    }

    /// Whatever it is doing; the agent that has it learns so at its next report. Safe to repeat.
    @Transactional
    public Job cancel(Caller caller, JobId id) {
        var job = lock(caller, id);
        return switch (job.status()) {
            case CANCELLED -> job;
            case COMPLETED ->
                throw new Conflict(
                        "job-finished",
                        "the job is COMPLETED (expected: one that has not ended); there is nothing to cancel");
            case QUEUED, CLAIMED, RUNNING, FAILED_NEEDS_ATTENTION ->
                live.change(JobChange.cancelled(job, job.cancelled(clock.instant())));
        };
    }

    /// Back to the queue with all its attempts.
    @Transactional
    public Job retry(Caller caller, JobId id) {
        var job = failed(lock(caller, id));
        return live.change(JobChange.retried(job, job.retried(clock.instant())));
    }

    /// A person saw to it elsewhere.
    @Transactional
    public Job resolve(Caller caller, JobId id, String note, @Nullable ObjectNode result) {
        var job = failed(lock(caller, id));
        return live.change(JobChange.resolved(job, job.resolved(result, clock.instant()), note));
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
        return live.lock(caller.requireTenant(), id)
                .filter(job -> seen(caller, job))
                .orElseThrow(() -> new NotFound("job", id));
    }
}
