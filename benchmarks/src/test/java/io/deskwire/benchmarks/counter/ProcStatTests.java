package io.deskwire.benchmarks.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcStatTests {
    @Test
    void readsALineOfTheKernel() {
        var stat = ProcStat.parse("""
                4242 (java) S 1 4242 4242 0 -1 4194304 90210 55 12 0 1234 66 7 8 20 0 61 0 987654 3450 61234 184 0 0
                """.strip());

        assertThat(stat).isEqualTo(new ProcStat("java", 1_300, 15, 987_654));
    }

    @Test
    void aCommandMayHoldBlanksAndParentheses() {
        var stat = ProcStat.parse("7 (C2 Comp (x) y) R 1 7 7 0 -1 64 1 1 0 0 40 2 0 0 20 0 1 0 55 0 0");

        assertThat(stat).isEqualTo(new ProcStat("C2 Comp (x) y", 42, 0, 55));
    }

    @Test
    void whatHasEndedHasNone() {
        assertThat(ProcStat.read(Path.of("/proc/nobody"))).isNull();
    }
}
