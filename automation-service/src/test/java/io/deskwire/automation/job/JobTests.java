package io.deskwire.automation.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.automation.job.Lease.Check;
import io.deskwire.automation.job.Lease.Report;
import io.deskwire.automation.job.Lease.Token;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class JobTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Backoff RETRY = new Backoff.Growing(Duration.ofSeconds(2), 5, Duration.ofMinutes(10), 0);
    private static final UserId AGENT = new UserId(Uuid7.next());
    private static final UserId OTHER = new UserId(Uuid7.next());

    @Test
    void goesBackToTheQueueTwiceAndNeedsAttentionAtTheThirdFailure() {
        var first = running(1).failed(FailureKind.RETRYABLE, "timeout", RETRY, 0.5, NOW);
        assertThat(first.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(first.turn().runAt()).isEqualTo(NOW.plusSeconds(2));
        assertThat(first.lease().claimedBy()).isNull();

        assertThat(running(2)
                        .failed(FailureKind.RETRYABLE, "timeout", RETRY, 0.5, NOW)
                        .turn()
                        .runAt())
                .isEqualTo(NOW.plusSeconds(10));
        assertThat(running(3)
                        .failed(FailureKind.RETRYABLE, "timeout", RETRY, 0.5, NOW)
                        .status())
                .isEqualTo(JobStatus.FAILED_NEEDS_ATTENTION);
    }

    @Test
    void needsAttentionAtOnceWhenTheOutcomeIsUnknownOrTheFailurePermanent() {
        for (var kind : new FailureKind[] {FailureKind.PERMANENT, FailureKind.UNKNOWN_OUTCOME}) {
            var failed = running(1).failed(kind, "page closed", RETRY, 0.5, NOW);
            assertThat(failed.status()).isEqualTo(JobStatus.FAILED_NEEDS_ATTENTION);
            assertThat(failed.work().error()).isEqualTo("page closed");
        }
    }

    @Test
    void retriesALostLeaseUnlessTheAgentSaidTheOutcomeWouldBeUnknown() {
        assertThat(running(1).leaseLost("late", RETRY, 0.5, NOW).status()).isEqualTo(JobStatus.QUEUED);
        var past = claimed(1).started(true, Duration.ofSeconds(90), NOW);
        assertThat(past.leaseLost("late", RETRY, 0.5, NOW).status()).isEqualTo(JobStatus.FAILED_NEEDS_ATTENTION);
    }

    @Test
    void listensOnlyToTheHolderOfTheLiveLease() {
        var job = running(1);
        assertThat(job.check(new Token(AGENT, 7), Report.HEARTBEAT, NOW)).isEqualTo(Check.HELD);
        assertThat(job.check(new Token(OTHER, 7), Report.HEARTBEAT, NOW)).isEqualTo(Check.STALE);
        assertThat(job.check(new Token(AGENT, 6), Report.HEARTBEAT, NOW)).isEqualTo(Check.STALE);
        assertThat(job.check(new Token(AGENT, 7), Report.HEARTBEAT, NOW.plusSeconds(91))).isEqualTo(Check.STALE);
        assertThat(job.cancelled(NOW).check(new Token(AGENT, 7), Report.HEARTBEAT, NOW)).isEqualTo(Check.STALE);
    }

    @Test
    void answersTheRepeatOfTheReportThatEndedTheLease() {
        var token = new Token(AGENT, 7);
        var completed = running(1).completed(null, NOW);
        assertThat(completed.check(token, Report.COMPLETE, NOW)).isEqualTo(Check.SETTLED);
        assertThat(completed.check(token, Report.FAIL, NOW)).isEqualTo(Check.STALE);
        var failed = running(1).failed(FailureKind.RETRYABLE, "x", RETRY, 0.5, NOW);
        assertThat(failed.check(token, Report.FAIL, NOW)).isEqualTo(Check.SETTLED);
        assertThat(failed.check(token, Report.COMPLETE, NOW)).isEqualTo(Check.STALE);
        var lost = running(1).leaseLost("x", RETRY, 0.5, NOW);
        assertThat(lost.check(token, Report.FAIL, NOW)).isEqualTo(Check.STALE);
    }

    @Test
    void isANewVersionAtEachChangeButNotAtAMereRenewal() {
        var job = running(1);
        assertThat(job.heartbeat(null, Duration.ofSeconds(90), NOW).version()).isEqualTo(job.version());
        assertThat(job.heartbeat(50, Duration.ofSeconds(90), NOW).version()).isEqualTo(job.version() + 1);
        assertThat(job.completed(null, NOW).version()).isEqualTo(job.version() + 1);
    }

    @Test
    void givesAllAttemptsAgainWhenAPersonRetries() {
        var retried =
                running(3).failed(FailureKind.RETRYABLE, "x", RETRY, 0.5, NOW).retried(NOW);
        assertThat(retried.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(retried.turn().attempt()).isZero();
        assertThat(retried.lease().leaseSeq()).isEqualTo(7);
    }

    @Test
    void knowsWhatItWasBeforeTheClaim() {
        var before = claimed(1).beforeClaim(NOW.minusSeconds(5));
        assertThat(before.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(before.lease().leaseSeq()).isEqualTo(6);
        assertThat(before.turn().attempt()).isZero();
        assertThat(before.lease().claimedBy()).isNull();
    }

    private static Job running(int attempt) {
        return claimed(attempt).started(false, Duration.ofSeconds(90), NOW);
    }

    private static Job claimed(int attempt) {
        return new Job(
                new JobId(Uuid7.next()),
                new TenantId(Uuid7.next()),
                "PLACE_ORDER",
                JobStatus.CLAIMED,
                new Job.Work(JsonNodeFactory.instance.objectNode(), null, null, null),
                new Job.Turn(attempt, 3, 0, NOW),
                new Job.Origin(null, null, OTHER),
                new Lease(AGENT, 7, Uuid7.next(), NOW.plusSeconds(60), false, null),
                new Job.Stamp(4, NOW, NOW, null));
    }
}
