package io.deskwire.automation.job;

import io.deskwire.automation.job.JobClaims.Wish;
import io.deskwire.common.identity.Caller;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/// The long poll: claims, and waits for something to claim. Holds no transaction and no connection while it waits.
///
/// Wakes when this node makes a job claimable, when the next one falls due, and now and then for what other nodes make.
@Component
class ClaimWait {
    private final JobClaims claims;
    private final JobSignal signal;

    ClaimWait(JobClaims claims, JobSignal signal) {
        this.claims = claims;
        this.signal = signal;
    }

    List<Lease.Held> claim(Caller caller, Wish wish) throws InterruptedException {
        var deadline = System.nanoTime() + wish.patience().toNanos();
        try (var listener = signal.listen(caller.requireTenant())) {
            while (true) {
                var answer = claims.claim(caller, wish);
                var left = deadline - System.nanoTime();
                if (answer.nextLook().isEmpty() || left <= 0) {
                    return answer.jobs();
                }
                var pause =
                        Duration.ofNanos(Math.min(left, answer.nextLook().get().toNanos()));
                if (!listener.await(pause)) {
                    return List.of();
                }
            }
        }
    }
}
