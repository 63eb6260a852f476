package io.deskwire.common.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LegibleTests {
    @Test
    void cutsAndBlanksWhatCouldForgeALine() {
        assertThat(Legible.of("fine", 10)).isEqualTo("fine");
        assertThat(Legible.of("a\r\nERROR b\u0000", 20)).isEqualTo("a  ERROR b ");
        assertThat(Legible.of("0123456789", 4)).isEqualTo("0123");
    }
}
