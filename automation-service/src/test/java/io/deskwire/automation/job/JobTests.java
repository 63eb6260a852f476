package io.deskwire.automation.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.automation.job.Job.Hold;
import io.deskwire.automation.job.Job.Standing;
import io.deskwire.automation.job.Job.Token;
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
        assertThat(first.runAt()).isEqualTo(NOW.plusSeconds(2));
        assertThat(first.claimedBy()).isNull();

        assertThat(running(2)
                        .failed(FailureKind.RETRYABLE, "timeout", RETRY, 0.5, NOW)
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
            assertThat(failed.error()).isEqualTo("page closed");
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
        assertThat(job.standing(new Token(AGENT, 7), NOW)).isEqualTo(Standing.HOLDS);
        assertThat(job.standing(new Token(OTHER, 7), NOW)).isEqualTo(Standing.STALE);
        assertThat(job.standing(new Token(AGENT, 6), NOW)).isEqualTo(Standing.STALE);
        assertThat(job.standing(new Token(AGENT, 7), NOW.plusSeconds(91))).isEqualTo(Standing.STALE);
        assertThat(job.cancelled(NOW).standing(new Token(AGENT, 7), NOW)).isEqualTo(Standing.STALE);
    }

    @Test
    void answersTheRepeatOfTheReportThatEndedTheLease() {
        var token = new Token(AGENT, 7);
        assertThat(running(1).completed(null, NOW).standing(token, NOW)).isEqualTo(Standing.SETTLED);
        assertThat(running(1)
                        .failed(FailureKind.RETRYABLE, "x", RETRY, 0.5, NOW)
                        .standing(token, NOW))
                .isEqualTo(Standing.SETTLED);
        assertThat(running(1).leaseLost("x", RETRY, 0.5, NOW).standing(token, NOW))
                .isEqualTo(Standing.STALE);
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
        assertThat(retried.attempt()).isZero();
        assertThat(retried.leaseSeq()).isEqualTo(7);
    }

    @Test
    void knowsWhatItWasBeforeTheClaim() {
        var before = claimed(1).beforeClaim(NOW.minusSeconds(5));
        assertThat(before.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(before.leaseSeq()).isEqualTo(6);
        assertThat(before.attempt()).isZero();
        assertThat(before.claimedBy()).isNull();
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
                JsonNodeFactory.instance.objectNode(),
                null,
                null,
                null,
                attempt,
                3,
                0,
                NOW,
                null,
                null,
                OTHER,
                AGENT,
                7,
                4,
                NOW,
                NOW,
                null,
                new Hold(Uuid7.next(), NOW.plusSeconds(60), false, null));
    }
}
