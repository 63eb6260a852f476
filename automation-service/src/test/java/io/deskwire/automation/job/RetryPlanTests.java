package io.deskwire.automation.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPlanTests {
    private static final RetryPlan PLAN = new RetryPlan(Duration.ofSeconds(2), 5, Duration.ofMinutes(10), 0.1);

    @Test
    void waitsTwoSecondsAndThenTen() {
        assertThat(PLAN.delay(1, 0.5)).isEqualTo(Duration.ofSeconds(2));
        assertThat(PLAN.delay(2, 0.5)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void spreadsByTheJitterEitherWay() {
        assertThat(PLAN.delay(1, 0)).isEqualTo(Duration.ofMillis(1_800));
        assertThat(PLAN.delay(1, 1)).isEqualTo(Duration.ofMillis(2_200));
    }

    @Test
    void neverWaitsLongerThanTheMaximum() {
        assertThat(PLAN.delay(9, 0.5)).isEqualTo(Duration.ofMinutes(10));
    }
}
