package io.deskwire.automation.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The right to work on a job until it runs out. Public are its number and its holder; the rest is nobody's business.
///
/// @param claimedBy the agent that has the job, or had it last when it ended or failed for good
/// @param leaseSeq grows with every claim; a report that names an older one is late and changes nothing
/// @param expiresAt null where nobody holds the job
/// @param unknownIfLost the agent is past an irreversible step: a lost lease must not be retried
/// @param settledBy the agent that reported how lease `leaseSeq` ended; its repeats get the same answer
public record Lease(
        @Nullable UserId claimedBy,
        long leaseSeq,
        @JsonIgnore @Nullable UUID claimId,
        @JsonIgnore @Nullable Instant expiresAt,
        @JsonIgnore boolean unknownIfLost,
        @JsonIgnore @Nullable UserId settledBy) {

    /// Of a job that nobody has claimed yet.
    static final Lease NEVER = new Lease(null, 0, null, null, false, null);

    /// The agent that reports, and the lease it names.
    public record Token(UserId agent, long leaseSeq) {}

    /// What an agent says of a job that it holds.
    public enum Report {
        START,
        HEARTBEAT,
        COMPLETE,
        FAIL
    }

    /// Whether a report counts.
    public enum Check {
        /// The agent holds this lease.
        HELD,
        /// The agent ended this lease by this very report, and nobody claimed the job since: a repeat.
        SETTLED,
        /// Somebody else's, an older one, or run out.
        STALE
    }

    Check check(Token token, Report report, JobStatus status, Instant now) {
        if (leaseSeq != token.leaseSeq) {
            return Check.STALE;
        }
        if (token.agent.equals(settledBy)) {
            var ended = status == JobStatus.COMPLETED ? Report.COMPLETE : Report.FAIL;
            return report == ended ? Check.SETTLED : Check.STALE;
        }
        var live = status.leased() && token.agent.equals(claimedBy) && expiresAt != null && now.isBefore(expiresAt);
        return live ? Check.HELD : Check.STALE;
    }

    Lease beforeClaim() {
        return new Lease(null, leaseSeq - 1, null, null, false, null);
    }

    Lease renewed(boolean unknown, Instant until) {
        return new Lease(claimedBy, leaseSeq, claimId, until, unknown, null);
    }

    /// Ended by the agent's own report.
    Lease settled() {
        return new Lease(claimedBy, leaseSeq, null, null, false, claimedBy);
    }

    /// Ended by somebody else.
    Lease ended() {
        return new Lease(claimedBy, leaseSeq, null, null, false, null);
    }

    /// The job is nobody's now.
    Lease unheld() {
        return new Lease(null, leaseSeq, claimId, expiresAt, unknownIfLost, settledBy);
    }
}
