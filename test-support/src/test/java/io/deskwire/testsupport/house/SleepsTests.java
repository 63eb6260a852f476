package io.deskwire.testsupport.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SleepsTests {
    @TempDir
    Path sources;

    @Test
    void aPauseShowsHoweverItIsImported() {
        assertThat(Sleeps.inClasses(new ClassFileImporter().importPackages("io.deskwire.testsupport.house.fixture")))
                .extracting(Breach::line)
                .containsExactly("no-sleep Sleeper");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "await().pollDelay(ofSeconds(2)).until(() -> true);",
                "await().pollDelay(2, SECONDS).until(this::isThere);",
                "await().until(() -> true);",
                "await().untilAsserted(() -> {});",
                "await().pollDelay(\n    Duration.ofMillis(3))\n    .until(done::get);"
            })
    void aDisguisedPauseShows(String code) throws IOException {
        write(code);

        assertThat(Sleeps.inSources(sources)).extracting(Breach::line).containsExactly("no-sleep SomeIT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "await().pollDelay(Duration.ZERO).until(done::get);",
                "await().pollDelay(0, SECONDS).until(done::get);",
                "await().during(ofSeconds(1)).until(() -> seen.isEmpty());",
                "// await().until(() -> true);",
                "var code = \"await().until(() -> true);\";",
                "var code = \"\"\"\n    await().until(() -> true);\n    \"\"\";"
            })
    void aConditionIsNoPause(String code) throws IOException {
        write(code);

        assertThat(Sleeps.inSources(sources)).isEmpty();
    }

    private void write(String code) throws IOException {
        Files.writeString(sources.resolve("SomeIT.java"), "class SomeIT {{ " + code + "\n}}");
    }
}
