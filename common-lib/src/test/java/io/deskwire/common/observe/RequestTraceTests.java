package io.deskwire.common.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void replacesABadTrace(String parent) {
        assertThat(RequestTrace.from(null, parent).traceparent())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .doesNotContainIgnoringCase("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    /// Of a later version counts what version 00 knows of it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-says"
            })
    void keepsTheTraceOfALaterVersion(String parent) {
        assertThat(RequestTrace.from(null, parent).traceparent())
                .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }
}
