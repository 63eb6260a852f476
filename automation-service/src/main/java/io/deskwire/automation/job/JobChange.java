package io.deskwire.automation.job;

import io.deskwire.automation.eventlog.EventLog;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.contracts.event.EventType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What happened to a job that was there: all that is told of it.
///
/// @param detail what the event log says besides
public record JobChange(EventType type, Job before, Job after, Map<String, ?> detail) {

    public static JobChange claimed(Job before, Job after, UUID claimId) {
        return new JobChange(EventType.JOB_CLAIMED, before, after, Map.of("claim_id", claimId));
    }

    public static JobChange started(Job before, Job after) {
        return new JobChange(
                EventType.JOB_STARTED,
                before,
                after,
                Map.of("unknown_if_lost", after.lease().unknownIfLost()));
    }

    public static JobChange progressed(Job before, Job after) {
        return new JobChange(EventType.JOB_PROGRESSED, before, after, Map.of("progress", percent(after)));
    }

    private static int percent(Job job) {
        var progress = job.work().progress();
        return progress == null ? 0 : progress;
    }

    public static JobChange completed(Job before, Job after) {
        return new JobChange(EventType.JOB_COMPLETED, before, after, Map.of());
    }

    /// A failure, reported or noticed: tried again or not, as `after` says.
    ///
    /// @param kind a [FailureKind], or what took the lease away
    public static JobChange failed(Job before, Job after, String kind, String error) {
        return new JobChange(
                after.status() == JobStatus.QUEUED ? EventType.JOB_RETRIED : EventType.JOB_FAILED,
                before,
                after,
                Map.of("kind", kind.toLowerCase(Locale.ROOT), "error", error));
    }

    static JobChange retried(Job before, Job after) {
        return new JobChange(EventType.JOB_RETRIED, before, after, Map.of("by", "person"));
    }

    static JobChange resolved(Job before, Job after, String note) {
        return new JobChange(EventType.JOB_COMPLETED, before, after, Map.of("note", note));
    }

    static JobChange cancelled(Job before, Job after) {
        return new JobChange(EventType.JOB_CANCELLED, before, after, Map.of());
    }

    /// The agent that just lost the job sees that it did.
    DomainEvent event() {
        return new DomainEvent(
                type,
                after.publishedId(),
                after.version(),
                after.audience(before.lease().claimedBy()),
                after,
                before);
    }

    EventLog.Line line() {
        return line(type, after, before.lease().claimedBy(), detail);
    }

    /// @param lostBy the agent that had the job before; the line is its own where none has the job now
    static EventLog.Line line(EventType type, Job job, @Nullable UserId lostBy, Map<String, ?> detail) {
        var data = new HashMap<String, Object>(detail);
        data.put("status", job.status());
        data.put("attempt", job.turn().attempt());
        data.put("lease_seq", job.lease().leaseSeq());
        var holder = job.lease().claimedBy();
        return new EventLog.Line(type.wire(), job.publishedId(), holder == null ? lostBy : holder, data);
    }
}
