package io.deskwire.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostOptionsTests {
    @Test
    void hasDefaults() {
        assertThat(CostOptions.of(List.of()))
                .isEqualTo(new CostOptions(new Extent(600, 8, 3_000, Duration.ofSeconds(15), 3), null, null, null));
    }

    @Test
    void takesEachFromTheCommandLine() {
        var options = CostOptions.of(List.of(
                "--requests",
                "40",
                "--clients",
                "2",
                "--warm-up",
                "0",
                "--idle",
                "5",
                "--rounds",
                "1",
                "--json",
                "now.json",
                "--against",
                "then.json"));

        assertThat(options)
                .isEqualTo(new CostOptions(
                        new Extent(40, 2, 0, Duration.ofSeconds(5), 1),
                        null,
                        Path.of("now.json"),
                        Path.of("then.json")));
    }

    /// So that a figure's origin can be repeated.
    @Test
    void anExtentReadsAsTheOptionsThatGiveIt() {
        var extent = new Extent(40, 2, 0, Duration.ofSeconds(5), 1);

        assertThat(CostOptions.of(List.of(extent.toString().split(" "))).extent())
                .isEqualTo(extent);
    }

    @ParameterizedTest
    @CsvSource({
        "--request,40,is no option",
        "--requests,many,expected: a number",
        "--requests,0,expected: a number",
        "--count-statements,perhaps,yes or no"
    })
    void saysWhatIsWrong(String name, String value, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CostOptions.of(List.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining(words)
                .withMessageContaining("benchmarks/run cost");
    }

    @Test
    void statementsAreCountedOrNot() {
        assertThat(CostOptions.of(List.of("--count-statements", "yes")).countStatements())
                .isTrue();
        assertThat(CostOptions.of(List.of("--count-statements", "no")).countStatements())
                .isFalse();
    }

    @Test
    void aValueMayNotLack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CostOptions.of(List.of("--json")))
                .withMessageContaining("--json lacks its value");
    }
}
