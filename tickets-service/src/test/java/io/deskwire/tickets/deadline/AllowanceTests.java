package io.deskwire.tickets.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.json.WireJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceTests {
    @ParameterizedTest
    @CsvSource({
        "PT1S, 1",
        "PT90M, 5400",
        "P1D, 86400",
        "P1DT2H, 93600",
        "P2W, 1209600",
        "PT8784H, 31622400",
        "P366D, 31622400"
    })
    void isADurationOfSeconds(String written, long seconds) {
        assertThat(Allowance.parse(written).map(Allowance::duration)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PT0S",
                "-PT1H",
                "PT-1H",
                "P1Y",
                "P1M",
                "PT0.5S",
                "PT1.5S",
                "P367D",
                "P53W",
                "P99W",
                "P-1W",
                "PT999999999999999999H",
                "PT9223372036854775807S",
                "1h",
                "3600",
                "P1W1D",
                "PT00000000000000000000000000000000000000001S"
            })
    void isNothingElse(String written) {
        assertThat(Allowance.parse(written)).isEmpty();
    }

    @Test
    void isShownAsItWasWritten() {
        var written = new Allowance("PT90M");

        assertThat(WireJson.mapper().writeValueAsString(written)).isEqualTo("\"PT90M\"");
        assertThat(WireJson.mapper().readValue("\"PT90M\"", Allowance.class)).isEqualTo(written);
    }
}
