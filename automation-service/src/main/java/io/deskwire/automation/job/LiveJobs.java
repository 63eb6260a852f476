package io.deskwire.automation.job;

import io.deskwire.common.identity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Jobs as they are changed: locked, saved and told, in the transaction of the change. Asks for no
/// permission; the policies apply.
@Component
public class LiveJobs {
    private final JobRepository jobs;
    private final JobEvents events;

    LiveJobs(JobRepository jobs, JobEvents events) {
        this.jobs = jobs;
        this.events = events;
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

    /// Saves what became of a locked job and tells it, by the current actor.
    @Transactional(propagation = Propagation.MANDATORY)
    public Job change(JobChange change) {
        changeAll(List.of(change));
        return change.after();
    }

    /// As [#change], for jobs of any tenants; each tenant's are told at once.
    @Transactional(propagation = Propagation.MANDATORY)
    public void changeAll(List<JobChange> changes) {
        changes.forEach(change -> save(change.before(), change.after()));
        changes.stream()
                .collect(Collectors.groupingBy(change -> change.after().tenantId()))
                .forEach(events::tell);
    }

    /// Saves a locked job's lease, which is nothing to tell.
    @Transactional(propagation = Propagation.MANDATORY)
    public Job renew(Job before, Job after) {
        save(before, after);
        return after;
    }

    private void save(@Nullable Job before, Job after) {
        if (before == null || !jobs.save(before, after)) {
            throw new IllegalStateException("job %s changed under its lock".formatted(after.id()));
        }
    }
}
