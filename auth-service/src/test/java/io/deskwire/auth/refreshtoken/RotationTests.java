package io.deskwire.auth.refreshtoken;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.refreshtoken.Rotation.Refresh;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotationTests {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Refresh ADVANCE = new Refresh.Advance();
    private static final Refresh REPEAT = new Refresh.Repeat();
    private static final Refresh THEFT = new Refresh.Theft();

    @Test
    void advancesRepeatsWithinTheWindowAndTakesTheRestForTheft() {
        var rotation = new Rotation(5, NOW, List.of());

        assertThat(rotation.present(5, NOW.plusSeconds(60), WINDOW)).isEqualTo(ADVANCE);
        assertThat(rotation.present(4, NOW.plusSeconds(10).minusNanos(1), WINDOW))
                .isEqualTo(REPEAT);
        assertThat(rotation.present(4, NOW.plusSeconds(10), WINDOW)).isEqualTo(THEFT);
        assertThat(rotation.present(3, NOW.plusSeconds(1), WINDOW)).isEqualTo(THEFT);
    }

    @Test
    void answersEachTokenForAWindowFromItsOwnReplacement() {
        var rotation = Rotation.begun(NOW)
                .after(0, NOW.plusSeconds(1), WINDOW)
                .after(1, NOW.plusSeconds(5), WINDOW)
                .after(2, NOW.plusSeconds(7), WINDOW);

        assertThat(rotation.present(0, NOW.plusMillis(10_999), WINDOW)).isEqualTo(REPEAT);
        assertThat(rotation.present(0, NOW.plusSeconds(11), WINDOW)).isEqualTo(THEFT);
        assertThat(rotation.present(1, NOW.plusMillis(14_999), WINDOW)).isEqualTo(REPEAT);
        assertThat(rotation.present(1, NOW.plusSeconds(15), WINDOW)).isEqualTo(THEFT);
        assertThat(rotation.present(2, NOW.plusMillis(16_999), WINDOW)).isEqualTo(REPEAT);
        assertThat(rotation.present(2, NOW.plusSeconds(17), WINDOW)).isEqualTo(THEFT);
        assertThat(rotation.present(3, NOW.plusSeconds(17), WINDOW)).isEqualTo(ADVANCE);
    }

    /// Whatever the pace of the refreshes, a token is answered exactly as long as its own replacement is young.
    @Test
    void judgesEveryTokenByTheTimeOfItsReplacement() {
        var random = new Random(20261130);
        var clock = MutableClock.at(NOW);
        var replaced = new ArrayList<Instant>();
        var rotation = Rotation.begun(NOW);
        for (int i = 0; i < 2_000; i++) {
            var now = clock.advance(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 30_000 : 3_000)));
            for (int token = Math.max(0, i - 40); token < i; token++) {
                var young = replaced.get(token).plus(WINDOW).isAfter(now);
                assertThat(rotation.present(token, now, WINDOW))
                        .as("token %d of %d at %s", token, i, now)
                        .isEqualTo(young ? REPEAT : THEFT);
            }
            rotation = rotation.after(i, now, WINDOW);
            replaced.add(now);
        }
    }

    @Test
    void remembersNoMoreThanItMust() {
        var rotation = Rotation.begun(NOW);
        for (int i = 0; i < 1_000; i++) {
            rotation = rotation.after(i, NOW.plusMillis(i), WINDOW);
        }

        assertThat(rotation.earlier()).hasSize(50);
        assertThat(rotation.after(1_000, NOW.plusSeconds(3_600), WINDOW).earlier())
                .isEmpty();
        assertThat(rotation.after(1_000, NOW.plusMillis(1_000), Duration.ZERO).earlier())
                .isEmpty();
    }

    @Test
    void goesOnFromATokenNewerThanItsSession() {
        var restored = new Rotation(5, NOW, List.of(NOW.minusSeconds(1)));

        assertThat(restored.present(8, NOW.plusSeconds(60), WINDOW)).isEqualTo(ADVANCE);
        var after = restored.after(8, NOW, WINDOW);
        assertThat(after.counter()).isEqualTo(9);
        assertThat(after.present(7, NOW, WINDOW)).isEqualTo(THEFT);
    }
}
