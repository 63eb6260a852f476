package io.deskwire.automation.job;

import io.deskwire.automation.eventlog.EventLog;
import io.deskwire.automation.job.Lease.Report;
import io.deskwire.automation.job.Lease.Token;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.CurrentActor;
import io.deskwire.contracts.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door for what changes jobs: locks them, saves what became of them and tells it, in the transaction of the
/// change. Told are the outbox, the event log and this service's other rooms, with one statement each however many
/// jobs there are. Asks for no permission; the policies apply.
@Component
public class LiveJobs {
    private final JobRepository jobs;
    private final Outbox outbox;
    private final EventLog log;
    private final ApplicationEventPublisher inside;

    LiveJobs(JobRepository jobs, Outbox outbox, EventLog log, ApplicationEventPublisher inside) {
        this.jobs = jobs;
        this.outbox = outbox;
        this.log = log;
        this.inside = inside;
    }

    /// Nobody else changes a live job until this transaction ends; a finished one cannot be changed.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Job> lock(TenantId tenant, JobId id) {
        return jobs.lock(tenant, id);
    }

    /// Whether it is the tenant's at all, seen by the caller or not.
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean exists(JobId id) {
        return jobs.exists(id);
    }

    /// Saves what became of a locked job and tells it, by the current actor. Written with the commit: until then the
    /// database shows the job as it was.
    @Transactional(propagation = Propagation.MANDATORY)
    public Job change(JobChange change) {
        changeAll(List.of(change));
        return change.after();
    }

    /// As [#change], for jobs of any tenants; each tenant's are told at once.
    @Transactional(propagation = Propagation.MANDATORY)
    public void changeAll(List<JobChange> changes) {
        changes.forEach(change -> jobs.save(change.before(), change.after()));
        changes.stream()
                .collect(Collectors.groupingBy(change -> change.after().tenantId()))
                .forEach(this::tell);
    }

    /// Saves a locked job's lease, which is nothing to tell.
    @Transactional(propagation = Propagation.MANDATORY)
    public Job renew(Job before, Job after) {
        jobs.save(before, after);
        return after;
    }

    /// Tells of a new job.
    void tellCreated(Actor actor, Job job) {
        outbox.created(actor, EventType.JOB_CREATED, job);
        log.append(actor, job.tenantId(), JobChange.line(EventType.JOB_CREATED, job, null, Map.of()));
        inside.publishEvent(new JobQueued(job.tenantId()));
    }

    /// Tells of changes that were saved already, by the current actor; all of one tenant.
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(TenantId tenant, List<JobChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        var actor = CurrentActor.get();
        outbox.append(actor, tenant, changes.stream().map(JobChange::event).toList());
        log.append(actor, tenant, changes.stream().map(JobChange::line).toList());
        if (changes.stream().anyMatch(change -> change.after().status() == JobStatus.QUEUED)) {
            inside.publishEvent(new JobQueued(tenant));
        }
    }

    /// Notes a report that came too late, perhaps of a job the agent may not even see any more.
    @Transactional(propagation = Propagation.MANDATORY)
    public void noteStale(TenantId tenant, JobId job, Token token, Report report) {
        log.append(
                CurrentActor.get(),
                tenant,
                new EventLog.Line(
                        "job.lease_stale",
                        job.value(),
                        token.agent(),
                        Map.of("attempted", Row.wire(report), "lease_seq", token.leaseSeq())));
    }
}
