package io.deskwire.automation.claim;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.automation.job.Job;
import java.time.Duration;
import java.time.Instant;

/// A job as its claimer gets it: the public image and what the lease asks of it.
record LeasedJob(@JsonUnwrapped Job job, Terms lease) {

    /// @param seq to be named in every report
    /// @param heartbeatSeconds how often to renew it
    record Terms(long seq, Instant expiresAt, long heartbeatSeconds) {}

    static LeasedJob of(Job job, Duration heartbeat) {
        var expires = job.lease().expiresAt();
        if (expires == null) {
            throw new IllegalStateException("job " + job.id() + " has no lease");
        }
        return new LeasedJob(job, new Terms(job.lease().leaseSeq(), expires, heartbeat.toSeconds()));
    }
}
