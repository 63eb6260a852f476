package io.deskwire.localstack.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.localstack.StackException;
import io.deskwire.localstack.home.Ports;
import io.deskwire.localstack.home.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessIT {

    @Test
    void startsOnceMoreWithoutACacheThatMayBeToBlame(@TempDir Path home) throws Exception {
        var spec = UnpackedProgram.in(home.resolve("apps/tickets-service"), "1");
        var options = new StackOptions(home, Ports.free(), List.of(spec), Map.of());
        Files.createDirectories(home.resolve("logs"));
        Files.createDirectories(options.aot());
        var cache = AotCache.of(spec, options.aot()).orElseThrow();
        cache.accept(Files.writeString(options.aot().resolve("draft.aot"), "nothing that a JVM can read"));
        var process = new ServiceProcess(spec, options, Map.of(), () -> {});

        var ready = process.start();

        assertThat(ready.handle((_, failure) -> failure).get(1, TimeUnit.MINUTES))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("tickets-service ended with status 0");
        assertThat(cache.usable()).isEmpty();
        assertThat(Files.readString(options.log("tickets-service")))
                .containsPattern("(?s)trained.*trained")
                .doesNotContainPattern("(?s)trained.*trained.*trained");
        process.stop();
    }
}
