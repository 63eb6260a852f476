package io.deskwire.automation.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A piece of work for an agent. As JSON this is its public image: in answers and in events.
///
/// @param attempt how often it was claimed since it was made or last retried by a person; a claim whose answer got lost
///     does not count
/// @param leaseSeq grows with every claim; whoever speaks of an older one is late and changes nothing
/// @param progress percent, as the agent says
/// @param claimedBy the agent that has it, or had it last when it ended or failed for good
record Job(
        JobId id,
        TenantId tenantId,
        String type,
        JobStatus status,
        ObjectNode payload,
        @Nullable ObjectNode result,
        @Nullable String error,
        @Nullable Integer progress,
        int attempt,
        int maxAttempts,
        int priority,
        Instant runAt,
        @Nullable String uniqueKey,
        @Nullable UUID accountId,
        UserId createdBy,
        @Nullable UserId claimedBy,
        long leaseSeq,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        @JsonIgnore Hold hold) {

    /// What is nobody's business but the lease's.
    ///
    /// @param unknownIfLost the agent is past an irreversible step: a lost lease must not be retried
    /// @param settledBy the agent that reported how lease `leaseSeq` ended; its repeats get the same answer
    record Hold(
            @Nullable UUID claimId,
            @Nullable Instant leaseExpiresAt,
            boolean unknownIfLost,
            @Nullable UserId settledBy) {
        static final Hold NONE = new Hold(null, null, false, null);

        static Hold settled(UserId agent) {
            return new Hold(null, null, false, agent);
        }
    }

    /// Who speaks of which lease.
    record Token(UserId agent, long leaseSeq) {}

    /// Whether a report counts.
    enum Standing {
        /// The agent holds this lease.
        HOLDS,
        /// The agent ended this lease itself, and nobody claimed the job since: a repeat.
        SETTLED,
        /// Somebody else's, an older one, or run out.
        STALE
    }

    Standing standing(Token token, Instant now) {
        if (leaseSeq != token.leaseSeq) {
            return Standing.STALE;
        }
        if (token.agent.equals(hold.settledBy)) {
            return Standing.SETTLED;
        }
        var live = status.leased()
                && token.agent.equals(claimedBy)
                && hold.leaseExpiresAt != null
                && now.isBefore(hold.leaseExpiresAt);
        return live ? Standing.HOLDS : Standing.STALE;
    }

    /// As it was before the claim that made it so; a claim changes nothing else.
    Job beforeClaim(Instant updatedBefore) {
        return new Job(
                id,
                tenantId,
                type,
                JobStatus.QUEUED,
                payload,
                result,
                error,
                progress,
                attempt - 1,
                maxAttempts,
                priority,
                runAt,
                uniqueKey,
                accountId,
                createdBy,
                null,
                leaseSeq - 1,
                version - 1,
                createdAt,
                updatedBefore,
                finishedAt,
                Hold.NONE);
    }

    Job started(boolean unknown, Duration runLease, Instant now) {
        return with(JobStatus.RUNNING, result, error, progress, renewed(unknown, runLease, now), now);
    }

    /// The lease goes on; a renewal that tells nothing new is no new version.
    Job heartbeat(@Nullable Integer percent, Duration runLease, Instant now) {
        var lease = renewed(hold.unknownIfLost, runLease, now);
        if (percent == null || percent.equals(progress)) {
            return held(lease);
        }
        return with(status, result, error, percent, lease, now);
    }

    private Hold renewed(boolean unknown, Duration runLease, Instant now) {
        return new Hold(hold.claimId, now.plus(runLease), unknown, null);
    }

    Job completed(@Nullable ObjectNode outcome, Instant now) {
        var by = claimedBy == null ? Hold.NONE : Hold.settled(claimedBy);
        return with(JobStatus.COMPLETED, outcome, null, 100, by, now);
    }

    /// @param chance from 0 to 1, for the jitter
    Job failed(FailureKind kind, String why, Backoff retry, double chance, Instant now) {
        var by = claimedBy == null ? Hold.NONE : Hold.settled(claimedBy);
        return switch (kind) {
            case PERMANENT, UNKNOWN_OUTCOME -> with(JobStatus.FAILED_NEEDS_ATTENTION, result, why, progress, by, now);
            case RETRYABLE ->
                attempt < maxAttempts
                        ? queued(why, attempt, now.plus(retry.after(attempt, chance)), by, now)
                        : with(JobStatus.FAILED_NEEDS_ATTENTION, result, why, progress, by, now);
        };
    }

    /// The agent is gone, or late: a retryable failure, unless it said that nobody could know any more.
    Job leaseLost(String why, Backoff retry, double chance, Instant now) {
        var kind = hold.unknownIfLost ? FailureKind.UNKNOWN_OUTCOME : FailureKind.RETRYABLE;
        return failed(kind, why, retry, chance, now).held(Hold.NONE);
    }

    /// Of the same version: nobody is told.
    private Job held(Hold lease) {
        return new Job(
                id,
                tenantId,
                type,
                status,
                payload,
                result,
                error,
                progress,
                attempt,
                maxAttempts,
                priority,
                runAt,
                uniqueKey,
                accountId,
                createdBy,
                claimedBy,
                leaseSeq,
                version,
                createdAt,
                updatedAt,
                finishedAt,
                lease);
    }

    /// Its claimer never heard of it: as if nobody had claimed it, but that the lease's number stays used up.
    Job unclaimed(Instant now) {
        return queued(error, attempt - 1, runAt, Hold.NONE, now);
    }

    /// A person gives it all its attempts again.
    Job retried(Instant now) {
        return queued(error, 0, now, Hold.NONE, now);
    }

    /// A person saw to it elsewhere; the error stays as the record of why.
    Job resolved(@Nullable ObjectNode outcome, Instant now) {
        return with(JobStatus.COMPLETED, outcome, error, progress, Hold.NONE, now);
    }

    Job cancelled(Instant now) {
        return with(JobStatus.CANCELLED, result, error, progress, Hold.NONE, now);
    }

    private Job queued(@Nullable String why, int attempts, Instant due, Hold by, Instant now) {
        return new Job(
                id,
                tenantId,
                type,
                JobStatus.QUEUED,
                payload,
                result,
                why,
                null,
                attempts,
                maxAttempts,
                priority,
                due,
                uniqueKey,
                accountId,
                createdBy,
                null,
                leaseSeq,
                version + 1,
                createdAt,
                now,
                null,
                by);
    }

    private Job with(
            JobStatus next,
            @Nullable ObjectNode outcome,
            @Nullable String why,
            @Nullable Integer percent,
            Hold nextHold,
            Instant now) {
        return new Job(
                id,
                tenantId,
                type,
                next,
                payload,
                outcome,
                why,
                percent,
                attempt,
                maxAttempts,
                priority,
                runAt,
                uniqueKey,
                accountId,
                createdBy,
                claimedBy,
                leaseSeq,
                version + 1,
                createdAt,
                now,
                next.finished() ? now : null,
                nextHold);
    }
}
