package io.deskwire.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuessesTests {
    private final Instant start = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void allowsFifteenAMinute() {
        var guesses = Guesses.NONE;
        for (var i = 0; i < 15; i++) {
            assertThat(guesses.exhausted(start)).isFalse();
            guesses = guesses.another(start);
        }

        assertThat(guesses.exhausted(start.plusSeconds(59))).isTrue();
        assertThat(guesses.exhausted(start.plusSeconds(60))).isFalse();
    }

    @Test
    void allowsFifteenAnHourAfterAHundredInARow() {
        var guesses = Guesses.NONE;
        var now = start;
        for (var i = 0; i < 105; i++) {
            if (guesses.exhausted(now)) {
                now = now.plus(Duration.ofMinutes(1));
            }
            guesses = guesses.another(now);
        }

        assertThat(guesses.inARow()).isEqualTo(105);
        assertThat(guesses.exhausted(now.plus(Duration.ofMinutes(59)))).isTrue();
        assertThat(guesses.exhausted(now.plus(Duration.ofMinutes(61)))).isFalse();
    }
}
