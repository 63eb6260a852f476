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
        "M%FCller, UTF-8",
        "%C3, UTF-8",
        "%FF, UTF-8",
        "%C0%80, UTF-8",
        "%ED%A0%80, UTF-8",
        "%zz, hexadecimal",
        "%, hexadecimal",
        "%2, hexadecimal",
        "%+1, hexadecimal",
        "a%00, NUL"
    })
    void saysWhatIsWrong(String text, String part) {
        assertThat(PercentText.fault(text)).contains(part);
    }
}
