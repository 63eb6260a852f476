package io.deskwire.notification.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.notification.webhook.delivery.Delivery.Trigger;
import io.deskwire.notification.webhook.delivery.Outcome.Answered;
import io.deskwire.notification.webhook.delivery.Outcome.Unanswered;
import io.deskwire.notification.webhook.delivery.RetryPlan.Verdict;
import io.deskwire.notification.webhook.delivery.RetryPlan.Verdict.Delivered;
import io.deskwire.notification.webhook.delivery.RetryPlan.Verdict.EndpointGone;
import io.deskwire.notification.webhook.delivery.RetryPlan.Verdict.GivenUp;
import io.deskwire.notification.webhook.delivery.RetryPlan.Verdict.TryAgain;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetryPlanTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final RetryPlan plan = new RetryPlan(new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("deskwire.webhook", Bindable.of(RetryProperties.class)));

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 404, 429, 500, 502, 504})
    void triesAgainAfterEverythingThatIsNoSuccess(int status) {
        assertThat(after(1, answered(status, null))).isEqualTo(new TryAgain(NOW.plusSeconds(5)));
    }

    @Test
    void followsTheScheduleOfStandardWebhooksAndGivesUpAfterTen() {
        var waits = java.util.stream.IntStream.range(1, 10)
                .mapToObj(attempt -> after(attempt, new Unanswered("reset", Duration.ZERO)))
                .map(verdict -> Duration.between(NOW, ((TryAgain) verdict).at()))
                .toList();

        assertThat(waits)
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24));
        assertThat(after(10, answered(500, null))).isInstanceOf(GivenUp.class);
    }

    @Test
    void takesSuccessAndGoneAsTheLastWord() {
        assertThat(after(1, answered(204, null))).isInstanceOf(Delivered.class);
        assertThat(after(1, answered(410, null))).isInstanceOf(EndpointGone.class);
    }

    @Test
    void waitsAsLongAsTheReceiverAsksUpToALimit() {
        assertThat(after(1, answered(503, Duration.ofSeconds(90)))).isEqualTo(new TryAgain(NOW.plusSeconds(90)));
        assertThat(after(1, answered(429, Duration.ofSeconds(1)))).isEqualTo(new TryAgain(NOW.plusSeconds(5)));
        assertThat(after(1, answered(429, Duration.ofDays(9)))).isEqualTo(new TryAgain(NOW.plusSeconds(3_600)));
    }

    @Test
    void spreadsAttemptsByATenth() {
        assertThat(plan.verdict(Trigger.EVENT, 2, answered(500, null), NOW, 0))
                .isEqualTo(new TryAgain(NOW.plusSeconds(270)));
        assertThat(plan.verdict(Trigger.EVENT, 2, answered(500, null), NOW, 1))
                .isEqualTo(new TryAgain(NOW.plusSeconds(330)));
    }

    @Test
    void triesByHandOnce() {
        assertThat(plan.verdict(Trigger.REPLAY, 1, answered(500, null), NOW, 0.5))
                .isInstanceOf(GivenUp.class);
    }

    @Test
    void pausesAfterFiveFailuresForLongerAndLonger() {
        assertThat(plan.pause(4)).isZero();
        assertThat(plan.pause(5)).hasSeconds(5);
        assertThat(plan.pause(7)).hasSeconds(20);
        assertThat(plan.pause(1_000)).hasMinutes(5);
    }

    @Test
    void disablesOnlyWhatFailsLongAndOften() {
        assertThat(plan.hopeless(19, NOW.minus(Duration.ofDays(30)), NOW)).isFalse();
        assertThat(plan.hopeless(500, NOW.minus(Duration.ofDays(4)), NOW)).isFalse();
        assertThat(plan.hopeless(20, NOW.minus(Duration.ofDays(5)), NOW)).isTrue();
    }

    @Test
    void readsRetryAfterAsSecondsOrDate() {
        assertThat(Sender.retryAfter("120", NOW)).hasMinutes(2);
        assertThat(Sender.retryAfter("Sat, 21 Nov 2026 10:01:00 GMT", NOW)).hasSeconds(60);
        assertThat(Sender.retryAfter("-5", NOW)).isZero();
        assertThat(Sender.retryAfter("soon", NOW)).isNull();
    }

    private Verdict after(int attempt, Outcome outcome) {
        return plan.verdict(Trigger.EVENT, attempt, outcome, NOW, 0.5);
    }

    private static Answered answered(int status, @Nullable Duration retryAfter) {
        return new Answered(status, retryAfter, "", Duration.ZERO);
    }

    @Test
    void looksOnceMoreBeforeItKeepsBackForGood() {
        var withheld = new Outcome.Withheld("not sent");
        assertThat(plan.verdict(Trigger.EVENT, 1, withheld, NOW, 0.5)).isInstanceOf(Verdict.TryAgain.class);
        assertThat(plan.verdict(Trigger.EVENT, 2, withheld, NOW, 0.5)).isInstanceOf(Verdict.GivenUp.class);
        assertThat(plan.verdict(Trigger.REPLAY, 1, withheld, NOW, 0.5)).isInstanceOf(Verdict.GivenUp.class);
    }
}
