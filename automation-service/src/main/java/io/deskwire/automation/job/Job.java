package io.deskwire.automation.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.automation.account.AccountId;
import io.deskwire.automation.job.Lease.Token;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.retry.Backoff;
import io.deskwire.contracts.access.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A piece of work for an agent. As JSON this is its public image: in answers and in events.
public record Job(
        JobId id,
        TenantId tenantId,
        String type,
        JobStatus status,
        @JsonUnwrapped Work work,
        @JsonUnwrapped Turn turn,
        @JsonUnwrapped Origin origin,
        @JsonUnwrapped Lease lease,
        @JsonUnwrapped Stamp stamp)
        implements Published {

    /// With payload and result before and after, an event stays within the outbox's bound.
    public static final int MAX_DOCUMENT = 48 * 1024;

    /// What is to be done and what came of it.
    ///
    /// @param progress percent, as the agent says
    public record Work(
            ObjectNode payload,
            @Nullable ObjectNode result,
            @Nullable String error,
            @Nullable Integer progress) {

        private Work ended(@Nullable ObjectNode outcome, @Nullable String why, @Nullable Integer percent) {
            return new Work(payload, outcome, why, percent);
        }

        private Work because(@Nullable String why) {
            return new Work(payload, result, why, progress);
        }

        private Work anew(@Nullable String why) {
            return new Work(payload, result, why, null);
        }

        private Work at(int percent) {
            return new Work(payload, result, error, percent);
        }
    }

    /// When it is to be claimed, and how often.
    ///
    /// @param attempt how often it was claimed since it was made or last retried by a person; a claim whose answer
    ///     got lost does not count
    public record Turn(int attempt, int maxAttempts, int priority, Instant runAt) {
        private Turn with(int attempts, Instant due) {
            return new Turn(attempts, maxAttempts, priority, due);
        }

        boolean last() {
            return attempt >= maxAttempts;
        }
    }

    /// Where it comes from.
    ///
    /// @param uniqueKey among the tenant's live jobs
    /// @param createdBy null where the system made it
    public record Origin(
            @Nullable String uniqueKey,
            @Nullable AccountId accountId,
            @Nullable UserId createdBy) {}

    public record Stamp(
            long version,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant finishedAt) {
        private Stamp next(JobStatus status, Instant now) {
            return new Stamp(version + 1, createdAt, now, status.finished() ? now : null);
        }
    }

    /// A new job, which waits for its turn.
    static Job queued(
            JobId id, TenantId tenant, String type, ObjectNode payload, Turn turn, Origin origin, Instant now) {
        return new Job(
                id,
                tenant,
                type,
                JobStatus.QUEUED,
                new Work(payload, null, null, null),
                turn,
                origin,
                Lease.NEVER,
                new Stamp(1, now, now, null));
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return stamp.version;
    }

    @Override
    public Audience audience() {
        return audience(null);
    }

    /// @param lostBy the agent that had it before the change; it is told, too
    Audience audience(@Nullable UserId lostBy) {
        return Audience.of(Permission.JOBS_READ, origin.createdBy, lease.claimedBy(), lostBy);
    }

    /// Whether this subject sees it without `jobs.read`.
    boolean concerns(UserId subject) {
        return subject.equals(origin.createdBy) || subject.equals(lease.claimedBy());
    }

    public Lease.Check check(Token token, Lease.Report report, Instant now) {
        return lease.check(token, report, status, now);
    }

    /// As it was before the claim that made it so; a claim changes nothing else.
    public Job beforeClaim(Instant updatedBefore) {
        return new Job(
                id,
                tenantId,
                type,
                JobStatus.QUEUED,
                work,
                turn.with(turn.attempt - 1, turn.runAt),
                origin,
                lease.beforeClaim(),
                new Stamp(stamp.version - 1, stamp.createdAt, updatedBefore, stamp.finishedAt));
    }

    public Job started(boolean unknownIfLost, Duration runLease, Instant now) {
        return with(JobStatus.RUNNING, work, lease.renewed(unknownIfLost, now.plus(runLease)), now);
    }

    /// The lease goes on; a renewal that tells nothing new is no new version.
    public Job heartbeat(@Nullable Integer percent, Duration runLease, Instant now) {
        var renewed = lease.renewed(lease.unknownIfLost(), now.plus(runLease));
        return percent == null || percent.equals(work.progress)
                ? with(renewed)
                : with(status, work.at(percent), renewed, now);
    }

    public Job completed(@Nullable ObjectNode outcome, Instant now) {
        return with(JobStatus.COMPLETED, work.ended(outcome, null, 100), lease.settled(), now);
    }

    /// @param chance from 0 to 1, for the jitter
    public Job failed(FailureKind kind, String why, Backoff retry, double chance, Instant now) {
        return switch (kind) {
            case PERMANENT, UNKNOWN_OUTCOME -> needsAttention(why, now);
            case RETRYABLE ->
                turn.last()
                        ? needsAttention(why, now)
                        : requeued(
                                why,
                                turn.with(turn.attempt, now.plus(retry.after(turn.attempt, chance))),
                                lease.settled(),
                                now);
        };
    }

    private Job needsAttention(String why, Instant now) {
        return with(JobStatus.FAILED_NEEDS_ATTENTION, work.because(why), lease.settled(), now);
    }

    /// The agent is gone, or late: a retryable failure, unless it said that nobody could know any more.
    public Job leaseLost(String why, Backoff retry, double chance, Instant now) {
        var kind = lease.unknownIfLost() ? FailureKind.UNKNOWN_OUTCOME : FailureKind.RETRYABLE;
        var after = failed(kind, why, retry, chance, now);
        return after.with(after.lease.ended());
    }

    /// Its claimer never heard of it: as if nobody had claimed it, but that the lease's number stays used up.
    public Job unclaimed(Instant now) {
        return requeued(work.error, turn.with(turn.attempt - 1, turn.runAt), lease.ended(), now);
    }

    /// A person gives it all its attempts again.
    Job retried(Instant now) {
        return requeued(work.error, turn.with(0, now), lease.ended(), now);
    }

    /// A person saw to it elsewhere; the error stays as the record of why.
    Job resolved(@Nullable ObjectNode outcome, Instant now) {
        return with(JobStatus.COMPLETED, work.ended(outcome, work.error, work.progress), lease.ended(), now);
    }

    Job cancelled(Instant now) {
        return with(JobStatus.CANCELLED, work, lease.ended(), now);
    }

    private Job requeued(@Nullable String why, Turn next, Lease ended, Instant now) {
        return new Job(
                id,
                tenantId,
                type,
                JobStatus.QUEUED,
                work.anew(why),
                next,
                origin,
                ended.unheld(),
                stamp.next(JobStatus.QUEUED, now));
    }

    private Job with(JobStatus next, Work nextWork, Lease nextLease, Instant now) {
        return new Job(id, tenantId, type, next, nextWork, turn, origin, nextLease, stamp.next(next, now));
    }

    private Job with(Lease renewed) {
        return new Job(id, tenantId, type, status, work, turn, origin, renewed, stamp);
    }
}
