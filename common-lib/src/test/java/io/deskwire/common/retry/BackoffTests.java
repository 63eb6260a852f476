package io.deskwire.common.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.retry.Backoff.Growing;
import io.deskwire.common.retry.Backoff.Steps;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTests {
    private static final Backoff GROWING = new Growing(Duration.ofSeconds(2), 5, Duration.ofMinutes(10), 0.1);
    private static final Backoff STEPS =
            new Steps(List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofMinutes(5)), 0.1);

    @Test
    void growsByItsFactor() {
        assertThat(GROWING.after(1, 0.5)).isEqualTo(Duration.ofSeconds(2));
        assertThat(GROWING.after(2, 0.5)).isEqualTo(Duration.ofSeconds(10));
        assertThat(GROWING.after(3, 0.5)).isEqualTo(Duration.ofSeconds(50));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 64, 10_000, Integer.MAX_VALUE})
    void growsUpToTheLongestWaitHoweverOftenItFails(int failures) {
        assertThat(GROWING.after(failures, 0.5)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void takesOneStepAfterAnotherAndRepeatsTheLast() {
        assertThat(Stream.of(1, 2, 3, 4, 1_000).map(failures -> STEPS.after(failures, 0.5)))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
    }

    @Test
    void spreadsByTheJitterEitherWay() {
        assertThat(GROWING.after(1, 0)).isEqualTo(Duration.ofMillis(1_800));
        assertThat(GROWING.after(1, 1)).isEqualTo(Duration.ofMillis(2_200));
        assertThat(STEPS.after(2, 0)).isEqualTo(Duration.ofMillis(4_500));
    }

    @Test
    void bringsNoTwoBackTogetherThatFailedTogether() {
        var random = new Random(42);
        var waits = Stream.generate(() -> GROWING.after(4, random.nextDouble()))
                .limit(1_000)
                .distinct();

        assertThat(waits).hasSizeGreaterThan(950);
    }

    @Test
    void refusesAPlanThatShrinksOrJumps() {
        assertThatThrownBy(() -> new Growing(Duration.ofSeconds(1), 0.5, Duration.ofMinutes(1), 0))
                .hasMessageContaining("factor 0.5");
        assertThatThrownBy(() -> new Growing(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 1))
                .hasMessageContaining("jitter 1.0");
        assertThatThrownBy(() -> new Growing(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Double.NaN))
                .hasMessageContaining("jitter NaN");
        assertThatThrownBy(() -> new Steps(List.of(), 0)).hasMessageContaining("expected: waits");
    }
}
