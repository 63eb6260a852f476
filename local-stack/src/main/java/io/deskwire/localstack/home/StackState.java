package io.deskwire.localstack.home;

import io.deskwire.localstack.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a running stack tells other commands about itself, in a file of its home; true as long as the lock is
/// held.
///
/// @param healthy whether everything has been ready once
/// @param starting whether somebody waits for that
public record StackState(
        int port, boolean healthy, boolean starting, Instant since, Running launcher, List<Part> parts) {

    /// Reads what a launcher of an earlier version wrote, too.
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final Duration CLOCK_DRIFT = Duration.ofSeconds(5);

    /// A process, told apart from a later one with the same id by its start.
    public record Running(long pid, @Nullable Instant started) {

        public static Running of(ProcessHandle process) {
            return new Running(process.pid(), process.info().startInstant().orElse(null));
        }

        public Optional<ProcessHandle> find() {
            return ProcessHandle.of(pid).filter(Processes::isRunning).filter(this::isTheSame);
        }

        private boolean isTheSame(ProcessHandle found) {
            var start = found.info().startInstant();
            return started == null
                    || start.isEmpty()
                    || Duration.between(start.get(), started).abs().compareTo(CLOCK_DRIFT) < 0;
        }
    }

    /// A service or server. `process` is null where it lives in the launcher or is not running.
    public record Part(
            String name,
            String address,
            String state,
            int restarts,
            @Nullable Running process,
            @Nullable Integer probe) {}

    public static Optional<StackState> read(Path home) {
        try {
            var file = file(home);
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readString(file), StackState.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(Path home) {
        try {
            Secrets.writePrivately(
                    file(home), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void forget(Path home) {
        try {
            Files.deleteIfExists(file(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path home) {
        return home.resolve("state.json");
    }
}
