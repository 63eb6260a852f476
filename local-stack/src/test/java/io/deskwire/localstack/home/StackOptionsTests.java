package io.deskwire.localstack.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.localstack.StackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackOptionsTests {

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "10m, PT10M", "1h, PT1H"})
    void readsTheLimitOfAStart(String limit, Duration expected) {
        assertThat(with(Map.of("DESKWIRE_START_LIMIT", limit)).startLimit()).isEqualTo(expected);
    }

    @Test
    void waitsThreeMinutesForASignOfLife() {
        assertThat(with(Map.of()).startLimit()).isEqualTo(Duration.ofMinutes(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "0s", "1.5m", "-1m", "10 m", "PT10M", "1234567m"})
    void refusesWhatIsNoLimit(String limit) {
        assertThatThrownBy(() -> with(Map.of("DESKWIRE_START_LIMIT", limit)).startLimit())
                .isInstanceOf(StackException.class)
                .hasMessage("DESKWIRE_START_LIMIT is a duration such as 90s, 10m or 1h, not '" + limit + "'");
    }

    private static StackOptions with(Map<String, String> settings) {
        return new StackOptions(Path.of("home"), new Ports(Ports.DEFAULT), List.of(), settings);
    }
}
