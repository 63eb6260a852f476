package io.deskwire.common.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTextTests {
    @ParameterizedTest
    @ValueSource(strings = {"", "a+b", "a=b", "M%C3%BCller", "%F0%9F%98%80", "%25zz", "100%25"})
    void findsNothingInWhatAClientEncodes(String text) {
        assertThat(PercentText.fault(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "M%FCller, NOT_UTF_8",
        "%C3, NOT_UTF_8",
        "%FF, NOT_UTF_8",
        "%C0%80, NOT_UTF_8",
        "%ED%A0%80, NOT_UTF_8",
        "%zz, ESCAPE",
        "%, ESCAPE",
        "%2, ESCAPE",
        "%+1, ESCAPE",
        "a%00, NUL"
    })
    void saysWhatIsWrong(String text, PercentText.Fault fault) {
        assertThat(PercentText.fault(text)).isEqualTo(fault);
    }
}
