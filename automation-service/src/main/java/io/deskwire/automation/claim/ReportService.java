package io.deskwire.automation.claim;

import io.deskwire.automation.job.FailureKind;
import io.deskwire.automation.job.Job;
import io.deskwire.automation.job.JobChange;
import io.deskwire.automation.job.JobId;
import io.deskwire.automation.job.JobStatus;
import io.deskwire.automation.job.Lease.Check;
import io.deskwire.automation.job.Lease.Report;
import io.deskwire.automation.job.Lease.Token;
import io.deskwire.automation.job.LiveJobs;
import io.deskwire.common.identity.Caller;
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
    private final LeaseProperties properties;
    private final Clock clock;

    ReportService(LiveJobs jobs, LeaseProperties properties, Clock clock) {
        this.jobs = jobs;
        this.properties = properties;
        this.clock = clock;
    }

    /// A stale report is a value, because its line in the log must be committed.
    sealed interface Answer {
        record Counted(Job job) implements Answer {}

        record Stale(Token named) implements Answer {}
    }

    /// The agent begins; the run lease takes the place of the start budget.
    ///
    /// @param unknownIfLost from now on a lost lease must not be retried
    @Transactional
    public Answer start(Caller caller, JobId id, Token token, boolean unknownIfLost) {
        return report(caller, id, token, Report.START, (job, now) -> {
            if (job.status() == JobStatus.RUNNING && job.lease().unknownIfLost() == unknownIfLost) {
                return job;
            }
            return jobs.change(JobChange.started(job, job.started(unknownIfLost, properties.runLease(), now)));
        });
    }

    @Transactional
    public Answer heartbeat(Caller caller, JobId id, Token token, @Nullable Integer progress) {
        return report(caller, id, token, Report.HEARTBEAT, (job, now) -> {
            var budget = job.status() == JobStatus.RUNNING ? properties.runLease() : properties.startBudget();
            var after = job.heartbeat(progress, budget, now);
            return after.version() == job.version()
                    ? jobs.renew(job, after)
                    : jobs.change(JobChange.progressed(job, after));
        });
    }

    @Transactional
    public Answer complete(Caller caller, JobId id, Token token, @Nullable ObjectNode result) {
        return report(
                caller,
                id,
                token,
                Report.COMPLETE,
                (job, now) -> jobs.change(JobChange.completed(job, job.completed(result, now))));
    }

    @Transactional
    public Answer fail(Caller caller, JobId id, Token token, FailureKind kind, String error) {
        return report(caller, id, token, Report.FAIL, (job, now) -> {
            var after = job.failed(
                    kind, error, properties.retry(), ThreadLocalRandom.current().nextDouble(), now);
            return jobs.change(JobChange.failed(job, after, kind.name(), error));
        });
    }

    private Answer report(Caller caller, JobId id, Token token, Report report, BiFunction<Job, Instant, Job> change) {
        caller.require(Permission.JOBS_EXECUTE);
        var tenant = caller.requireTenant();
        var now = clock.instant();
        var found = jobs.lock(tenant, id);
        if (found.isEmpty() && !jobs.exists(id)) {
            throw new NotFound("job", id);
        }
        var check = found.map(job -> job.check(token, report, now)).orElse(Check.STALE);
        return switch (check) {
            case HELD -> new Answer.Counted(change.apply(found.orElseThrow(), now));
            case SETTLED -> new Answer.Counted(found.orElseThrow());
            case STALE -> {
                jobs.noteStale(tenant, id, token, report);
                yield new Answer.Stale(token);
            }
        };
    }
}
