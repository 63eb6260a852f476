package io.deskwire.automation.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/// The right to work on a job until it runs out.
///
/// @param seq to be named in every report
/// @param heartbeatSeconds how often to renew it
record Lease(long seq, Instant expiresAt, long heartbeatSeconds) {
    /// A job as its claimer gets it: the public image and the lease.
    record Held(@JsonUnwrapped Job job, Lease lease) {
        static Held of(Job job, JobProperties properties) {
            var expires = job.hold().leaseExpiresAt();
            if (expires == null) {
                throw new IllegalStateException("job " + job.id() + " has no lease");
            }
            return new Held(
                    job,
                    new Lease(job.leaseSeq(), expires, properties.heartbeat().toSeconds()));
        }
    }
}
