package io.deskwire.common.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestTraceTests {
    @Test
    void keepsWhatIsWellFormed() {
        var parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(RequestTrace.from("abc-1.2_3", parent)).isEqualTo(new RequestTrace("abc-1.2_3", parent));
    }

    @Test
    void replacesWhatCouldForgeALogLineOrATrace() {
        var trace = RequestTrace.from("a\nb", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01");

        assertThat(trace.id()).hasSize(36);
        assertThat(trace.traceparent())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .doesNotContain("0".repeat(32));
    }
}
