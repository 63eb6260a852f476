package io.deskwire.automation.job;

import io.deskwire.automation.job.Job.Token;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// What agents report of the jobs they hold. Every report names its lease; a stale one changes nothing but the log,
/// and a repeated one gets the first answer again.
@Service
class JobReports {
    private final JobRepository jobs;
    private final JobTold told;
    private final JobSignal signal;
    private final JobProperties properties;
    private final Clock clock;

    JobReports(JobRepository jobs, JobTold told, JobSignal signal, JobProperties properties, Clock clock) {
        this.jobs = jobs;
        this.told = told;
        this.signal = signal;
        this.properties = properties;
        this.clock = clock;
    }

    /// A stale report is a value, because its line in the log must be committed.
    sealed interface Outcome {
        /// @param repeated it was reported before; nothing changed
        record Counted(Job job, boolean repeated) implements Outcome {}

        record Stale() implements Outcome {}
    }

    /// The agent begins; the run lease takes the place of the start budget.
    ///
    /// @param unknownIfLost from now on a lost lease must not be retried
    @Transactional
    public Outcome start(Caller caller, JobId id, long leaseSeq, boolean unknownIfLost) {
        return report(caller, id, leaseSeq, "start", (job, now) -> {
            if (job.status() == JobStatus.RUNNING && job.hold().unknownIfLost() == unknownIfLost) {
                return job;
            }
            return changed(
                    EventType.JOB_STARTED,
                    job,
                    job.started(unknownIfLost, runLease(), now),
                    Map.of("unknown_if_lost", unknownIfLost));
        });
    }

    @Transactional
    public Outcome heartbeat(Caller caller, JobId id, long leaseSeq, @Nullable Integer progress) {
        return report(caller, id, leaseSeq, "heartbeat", (job, now) -> {
            var budget = job.status() == JobStatus.RUNNING ? runLease() : properties.startBudget();
            var after = job.heartbeat(progress, budget, now);
            if (after.version() != job.version()) {
                return changed(
                        EventType.JOB_PROGRESSED, job, after, Map.of("progress", progress == null ? 0 : progress));
            }
            jobs.save(job, after);
            return after;
        });
    }

    @Transactional
    public Outcome complete(Caller caller, JobId id, long leaseSeq, @Nullable ObjectNode result) {
        return report(
                caller,
                id,
                leaseSeq,
                "complete",
                (job, now) -> changed(EventType.JOB_COMPLETED, job, job.completed(result, now), Map.of()));
    }

    @Transactional
    public Outcome fail(Caller caller, JobId id, long leaseSeq, FailureKind kind, String error) {
        return report(caller, id, leaseSeq, "fail", (job, now) -> {
            var after = job.failed(
                    kind, error, properties.retry(), ThreadLocalRandom.current().nextDouble(), now);
            return failed(job, after, kind.name(), error);
        });
    }

    /// Writes down a failure, whoever noticed it.
    Job failed(Job before, Job after, String kind, String error) {
        var retried = after.status() == JobStatus.QUEUED;
        if (retried) {
            signal.afterCommit(after.tenantId());
        }
        return changed(
                retried ? EventType.JOB_RETRIED : EventType.JOB_FAILED,
                before,
                after,
                Map.of("kind", kind.toLowerCase(Locale.ROOT), "error", error));
    }

    /// Writes down what one claim took.
    void claimed(List<JobTold.Change> changes, UUID claimId) {
        told.events(EventType.JOB_CLAIMED, changes, Map.of("claim_id", claimId));
    }

    /// Writes down that a claim is undone, because its answer did not reach the agent.
    void unclaimed(Job before, Job after) {
        signal.afterCommit(after.tenantId());
        changed(
                EventType.JOB_RETRIED,
                before,
                after,
                Map.of("kind", "claim_undone", "error", "the agent's connection was closed before it got the job"));
    }

    private Outcome report(Caller caller, JobId id, long leaseSeq, String what, BiFunction<Job, Instant, Job> change) {
        caller.require(Permission.JOBS_EXECUTE);
        var tenant = caller.requireTenant();
        var token = new Token(caller.subject(), leaseSeq);
        var now = clock.instant();
        var found = jobs.lock(tenant, id);
        if (found.isEmpty()) {
            return unseen(tenant, id, token, what);
        }
        var job = found.get();
        return switch (job.standing(token, now)) {
            case HOLDS -> new Outcome.Counted(change.apply(job, now), false);
            case SETTLED -> settled(job, token, what);
            case STALE -> stale(tenant, id, token, what);
        };
    }

    /// Only the report that ended the lease may be repeated.
    private Outcome settled(Job job, Token token, String what) {
        var same = job.status() == JobStatus.COMPLETED ? what.equals("complete") : what.equals("fail");
        return same ? new Outcome.Counted(job, true) : stale(job.tenantId(), job.id(), token, what);
    }

    private Outcome unseen(TenantId tenant, JobId id, Token token, String what) {
        if (!jobs.exists(id)) {
            throw new NotFound("job", id);
        }
        return stale(tenant, id, token, what);
    }

    private Outcome stale(TenantId tenant, JobId id, Token token, String what) {
        told.stale(tenant, id, token, what);
        return new Outcome.Stale();
    }

    private Job changed(EventType type, Job before, Job after, Map<String, ?> detail) {
        if (!jobs.save(before, after)) {
            throw new IllegalStateException("job %s changed under its lock".formatted(before.id()));
        }
        told.event(type, before, after, detail);
        return after;
    }

    private Duration runLease() {
        return properties.runLease();
    }
}
