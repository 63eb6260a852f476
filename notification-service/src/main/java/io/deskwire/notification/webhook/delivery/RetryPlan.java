package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.retry.Backoff;
import io.deskwire.notification.webhook.delivery.Delivery.Trigger;
import io.deskwire.notification.webhook.delivery.Outcome.Answered;
import io.deskwire.notification.webhook.delivery.Outcome.Unanswered;
import io.deskwire.notification.webhook.delivery.Outcome.Withheld;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Decides what follows from an outcome (Standard Webhooks 1.0, "Deliverability and reliability").
@Component
record RetryPlan(RetryProperties properties) {
    private static final int GONE = 410;

    sealed interface Verdict {
        record Delivered() implements Verdict {}

        record TryAgain(Instant at) implements Verdict {}

        record GivenUp() implements Verdict {}

        /// The receiver wants nothing any more.
        record EndpointGone() implements Verdict {}
    }

    /// @param attempt the number of the attempt that had this outcome, from 1
    /// @param chance 0 to 1, spreads attempts that failed together
    Verdict verdict(Trigger trigger, int attempt, Outcome outcome, Instant now, double chance) {
        return switch (outcome) {
            case Answered answer when answer.status() >= 200 && answer.status() < 300 -> new Verdict.Delivered();
            case Answered answer when answer.status() == GONE -> new Verdict.EndpointGone();
            case Answered answer ->
                again(trigger, attempt, answer.retryAfter() == null ? Duration.ZERO : answer.retryAfter(), now, chance);
            case Unanswered _ -> again(trigger, attempt, Duration.ZERO, now, chance);
            // What is known of the endpoint's owner may be late: look once more.
            case Withheld _ ->
                attempt == 1 ? again(trigger, attempt, Duration.ZERO, now, chance) : new Verdict.GivenUp();
        };
    }

    private Verdict again(Trigger trigger, int attempt, Duration asked, Instant now, double chance) {
        var delays = properties.retryDelays();
        if (trigger != Trigger.EVENT || attempt >= delays.size()) {
            return new Verdict.GivenUp();
        }
        // The first delay is the one before the first attempt.
        var wait = new Backoff.Steps(delays, properties.jitter()).after(attempt + 1, chance);
        var wished = asked.compareTo(properties.longestRetryAfter()) > 0 ? properties.longestRetryAfter() : asked;
        return new Verdict.TryAgain(now.plus(wait.compareTo(wished) > 0 ? wait : wished));
    }

    /// How long an endpoint is left alone after so many failures in a row; zero while the circuit is closed.
    Duration pause(int failures) {
        var beyond = failures - properties.pauseAfter();
        if (beyond < 0) {
            return Duration.ZERO;
        }
        return new Backoff.Growing(properties.pause(), 2, properties.longestPause(), 0).plain(beyond + 1);
    }

    /// Both long and often: one failure of a quiet endpoint disables nothing.
    boolean hopeless(int failures, Instant since, Instant now) {
        return failures >= properties.disableAfterFailures() && !now.isBefore(since.plus(properties.disableAfter()));
    }
}
