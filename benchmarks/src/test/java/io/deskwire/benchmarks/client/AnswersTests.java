package io.deskwire.benchmarks.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTests {
    @Test
    void aShareOfThemTookNoLonger() {
        var answers = Answers.of(List.of(40.0, 10.0, 30.0, 20.0));

        assertThat(answers.percentile(0.50)).isEqualTo(30);
        assertThat(answers.percentile(0.99)).isEqualTo(40);
        assertThat(answers.percentile(1)).isEqualTo(40);
        assertThat(answers.plus(Answers.of(50, 60)).percentile(0.50)).isEqualTo(40);
    }

    @Test
    void ofNoneNothingIsKnown() {
        assertThat(Answers.of().percentile(0.50)).isNaN();
    }
}
