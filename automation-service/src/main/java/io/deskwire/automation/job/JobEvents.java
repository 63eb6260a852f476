package io.deskwire.automation.job;

import io.deskwire.automation.eventlog.EventLog;
import io.deskwire.automation.job.Lease.Token;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.tenancy.CurrentActor;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// What happened to jobs, told once: to the outbox, to the event log and to this service's other rooms. One statement
/// each, however many jobs there are.
@Component
public class JobEvents {
    private final Outbox outbox;
    private final EventLog log;
    private final ApplicationEventPublisher inside;

    JobEvents(Outbox outbox, EventLog log, ApplicationEventPublisher inside) {
        this.outbox = outbox;
        this.log = log;
        this.inside = inside;
    }

    /// By the current actor; all of one tenant.
    public void tell(TenantId tenant, List<JobChange> changes) {
        tell(CurrentActor.get(), tenant, changes);
    }

    void tell(Actor actor, TenantId tenant, List<JobChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        outbox.append(actor, tenant, changes.stream().map(JobChange::event).toList());
        log.append(actor, tenant, changes.stream().map(JobChange::line).toList());
        if (changes.stream().anyMatch(change -> change.after().status() == JobStatus.QUEUED)) {
            inside.publishEvent(new JobQueued(tenant));
        }
    }

    /// A report that came too late, perhaps of a job the agent may not even see any more.
    public void stale(TenantId tenant, JobId job, Token token, String attempted) {
        log.append(
                CurrentActor.get(),
                tenant,
                new EventLog.Line(
                        "job.lease_stale",
                        job.value(),
                        token.agent(),
                        Map.of("attempted", attempted, "lease_seq", token.leaseSeq())));
    }
}
