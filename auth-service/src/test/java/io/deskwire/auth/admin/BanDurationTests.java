package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.auth.platform.GoTrueException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BanDurationTests {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "24h,PT24H",
        "1h30m,PT1H30M",
        "1.5h,PT1H30M",
        "300ms,PT0.3S",
        ".5s,PT0.5S",
        "876000h,PT876000H",
        "2h45m10s,PT2H45M10S"
    })
    void readsGosNotation(String text, Duration expected) {
        assertThat(Objects.requireNonNull(BanDuration.of(text)).until(NOW)).isEqualTo(NOW.plus(expected));
    }

    @Test
    void liftsABanWithNone() {
        assertThat(Objects.requireNonNull(BanDuration.of("none")).until(NOW)).isNull();
        assertThat(BanDuration.of("")).isNull();
        assertThat(BanDuration.of(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"24", "1d", "-1h", "1h ", "h", "1h30", "forever", "9999999999h", "1e3h", "1h\nx", "٣h"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> BanDuration.of(text))
                .isInstanceOf(GoTrueException.class)
                .hasMessageStartingWith("invalid format for ban duration: ")
                .message()
                .doesNotContain("\n");
    }
}
