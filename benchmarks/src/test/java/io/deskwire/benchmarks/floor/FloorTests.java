package io.deskwire.benchmarks.floor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloorTests {
    @Test
    void takesOverTheFlagsOfAServiceButNotItsClasses() {
        var service = String.join(
                "\0",
                "/jdk/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:AOTCache=tickets.aot",
                "-Xmx192m",
                "-Dsome.setting=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                "app.jar",
                "--server.port=1",
                "");

        assertThat(Floor.flags(service))
                .containsExactly("-XX:TieredStopAtLevel=1", "-Xmx192m", "--enable-native-access=ALL-UNNAMED");
    }
}
