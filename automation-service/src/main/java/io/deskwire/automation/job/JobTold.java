package io.deskwire.automation.job;

import io.deskwire.automation.joblog.JobLog;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who is told of a job: the outbox, for all who may see it and for the agent that just lost it; and the job log.
@Component
class JobTold {
    private final Outbox outbox;
    private final JobLog log;

    JobTold(Outbox outbox, JobLog log) {
        this.outbox = outbox;
        this.log = log;
    }

    /// @param before null for a new job
    void event(EventType type, @Nullable Job before, Job after) {
        event(type, before, after, Map.of());
    }

    void event(EventType type, @Nullable Job before, Job after, Map<String, ?> detail) {
        events(type, List.of(new Change(before, after)), detail);
    }

    record Change(@Nullable Job before, Job after) {}

    void events(EventType type, List<Change> changes, Map<String, ?> detail) {
        changes.forEach(change -> outbox.append(
                change.after().tenantId(),
                new DomainEvent(
                        type,
                        change.after().id().value(),
                        change.after().version(),
                        audience(change),
                        change.after(),
                        change.before())));
        log.append(
                changes.getFirst().after().tenantId(),
                changes.stream()
                        .map(change -> line(type.wire(), change.after(), holder(change), detail))
                        .toList());
    }

    private static Audience audience(Change change) {
        var before = change.before();
        return Audience.of(
                Permission.JOBS_READ,
                change.after().createdBy(),
                change.after().claimedBy(),
                before == null ? null : before.claimedBy());
    }

    private static @Nullable UserId holder(Change change) {
        var before = change.before();
        return change.after().claimedBy() != null || before == null
                ? change.after().claimedBy()
                : before.claimedBy();
    }

    /// A report that came too late, perhaps of a job the agent may not even see any more.
    void stale(TenantId tenant, JobId job, Job.Token token, String attempted) {
        log.append(
                tenant,
                new JobLog.Line(
                        "job.lease_stale",
                        job.value(),
                        token.agent(),
                        Map.of("attempted", attempted, "lease_seq", token.leaseSeq())));
    }

    private static JobLog.Line line(String type, Job job, @Nullable UserId agent, Map<String, ?> detail) {
        var data = new HashMap<String, Object>(detail);
        data.put("status", job.status());
        data.put("attempt", job.attempt());
        data.put("lease_seq", job.leaseSeq());
        return new JobLog.Line(type, job.id().value(), agent, data);
    }
}
