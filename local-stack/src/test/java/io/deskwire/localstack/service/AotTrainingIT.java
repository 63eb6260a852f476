package io.deskwire.localstack.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.localstack.home.Ports;
import io.deskwire.localstack.home.ServiceSpec;
import io.deskwire.localstack.home.StackOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With real JVMs, of a program that ends at once.
class AotTrainingIT {

    @TempDir
    Path home;

    private ServiceSpec spec;
    private StackOptions options;

    @BeforeEach
    void options() throws IOException {
        spec = UnpackedProgram.in(home.resolve("apps/tickets-service"), "1");
        options = new StackOptions(home, Ports.free(), List.of(spec), Map.of());
        Files.createDirectories(home.resolve("logs"));
    }

    @Test
    void makesACacheThatTheJvmTakes() throws Exception {
        assertThat(training(Map.of()).run()).isEmpty();

        var cache = cache().usable().orElseThrow();
        assertThat(home.resolve("aot/training")).doesNotExist();
        var command = Jvm.trained(spec, Map.of("DESKWIRE_JAVA_OPTIONS", "-XX:AOTMode=on -Xlog:aot"), cache);
        var jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
        var words = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).as(words).isZero();
        assertThat(words).contains("trained");
    }

    @Test
    void leavesACacheThatFitsAlone() throws Exception {
        training(Map.of()).run();
        var made = Files.getLastModifiedTime(cache().usable().orElseThrow());
        assertThat(training(Map.of("DESKWIRE_TEST_FAILS", "yes")).run()).isEmpty();
        assertThat(Files.getLastModifiedTime(cache().usable().orElseThrow())).isEqualTo(made);
    }

    @Test
    void namesAServiceThatCannotBeTrained() throws Exception {
        assertThat(training(Map.of("DESKWIRE_TEST_FAILS", "yes")).run()).containsExactly("tickets-service");
        assertThat(cache().usable()).isEmpty();
        assertThat(home.resolve("aot/training")).doesNotExist();
    }

    @Test
    void trainsInTheBackgroundAndEndsWithTheStack() {
        try (var training = training(Map.of())) {
            training.startAfter(Duration.ZERO);
            await().atMost(Duration.ofMinutes(2)).until(() -> cache().usable().isPresent());
        }
        try (var training = training(Map.of())) {
            training.startAfter(Duration.ofDays(1));
        }
    }

    private AotTraining training(Map<String, String> environment) {
        return new AotTraining(options, _ -> environment, Duration.ofMinutes(5));
    }

    private AotCache cache() {
        return AotCache.of(spec, options.aot()).orElseThrow();
    }
}
