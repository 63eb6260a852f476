package io.deskwire.automation.claim;

import io.deskwire.automation.job.FailureKind;
import io.deskwire.automation.job.Job;
import io.deskwire.automation.job.JobChange;
import io.deskwire.automation.job.JobEvents;
import io.deskwire.automation.job.JobId;
import io.deskwire.automation.job.JobStatus;
import io.deskwire.automation.job.Lease.Token;
import io.deskwire.automation.job.LiveJobs;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// What agents report of the jobs they hold. Every report names its lease; a stale one changes nothing but the log,
/// and a repeated one gets the first answer again.
@Service
class ReportService {
    private final LiveJobs jobs;
    private final JobEvents events;
    private final LeaseProperties properties;
    private final Clock clock;

    ReportService(LiveJobs jobs, JobEvents events, LeaseProperties properties, Clock clock) {
        this.jobs = jobs;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    /// A stale report is a value, because its line in the log must be committed.
    sealed interface Outcome {
        record Counted(Job job) implements Outcome {}

        record Stale() implements Outcome {}
    }

    /// The agent begins; the run lease takes the place of the start budget.
    ///
    /// @param unknownIfLost from now on a lost lease must not be retried
    @Transactional
    public Outcome start(Caller caller, JobId id, Token token, boolean unknownIfLost) {
        return report(caller, id, token, "start", (job, now) -> {
            if (job.status() == JobStatus.RUNNING && job.lease().unknownIfLost() == unknownIfLost) {
                return job;
            }
            return jobs.change(JobChange.started(job, job.started(unknownIfLost, properties.runLease(), now)));
        });
    }

    @Transactional
    public Outcome heartbeat(Caller caller, JobId id, Token token, @Nullable Integer progress) {
        return report(caller, id, token, "heartbeat", (job, now) -> {
            var budget = job.status() == JobStatus.RUNNING ? properties.runLease() : properties.startBudget();
            var after = job.heartbeat(progress, budget, now);
            return after.version() == job.version()
                    ? jobs.renew(job, after)
                    : jobs.change(JobChange.progressed(job, after));
        });
    }

    @Transactional
    public Outcome complete(Caller caller, JobId id, Token token, @Nullable ObjectNode result) {
        return report(
                caller,
                id,
                token,
                "complete",
                (job, now) -> jobs.change(JobChange.completed(job, job.completed(result, now))));
    }

    @Transactional
    public Outcome fail(Caller caller, JobId id, Token token, FailureKind kind, String error) {
        return report(caller, id, token, "fail", (job, now) -> {
            var after = job.failed(
                    kind, error, properties.retry(), ThreadLocalRandom.current().nextDouble(), now);
            return jobs.change(JobChange.failed(job, after, kind.name(), error));
        });
    }

    private Outcome report(Caller caller, JobId id, Token token, String what, BiFunction<Job, Instant, Job> change) {
        caller.require(Permission.JOBS_EXECUTE);
        var tenant = caller.requireTenant();
        var now = clock.instant();
        var found = jobs.lock(tenant, id);
        if (found.isEmpty()) {
            return unseen(tenant, id, token, what);
        }
        var job = found.get();
        return switch (job.check(token, now)) {
            case HELD -> new Outcome.Counted(change.apply(job, now));
            case SETTLED -> settled(job, token, what);
            case STALE -> stale(tenant, id, token, what);
        };
    }

    /// Only the report that ended the lease may be repeated.
    private Outcome settled(Job job, Token token, String what) {
        var same = job.status() == JobStatus.COMPLETED ? what.equals("complete") : what.equals("fail");
        return same ? new Outcome.Counted(job) : stale(job.tenantId(), job.id(), token, what);
    }

    private Outcome unseen(TenantId tenant, JobId id, Token token, String what) {
        if (!jobs.exists(id)) {
            throw new NotFound("job", id);
        }
        return stale(tenant, id, token, what);
    }

    private Outcome stale(TenantId tenant, JobId id, Token token, String what) {
        events.stale(tenant, id, token, what);
        return new Outcome.Stale();
    }
}
