package io.deskwire.benchmarks.counter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Processor time of a stack's processes, from the operating system's counters. Thread-safe.
public final class StackCpu implements AutoCloseable {
    public static final Path PROC = Path.of("/proc");
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Map<String, Long> machines;
    private final Backends backends;
    private final Map<Path, Long> compilers = new HashMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    /// @param machines each JVM's process, by the part of the cost that it is
    StackCpu(Map<String, Long> machines, Backends backends) {
        this.machines = new LinkedHashMap<>(machines);
        this.backends = backends;
        looking.scheduleAtFixedRate(backends::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Milliseconds since each process began, by part.
    public Map<String, Double> millis() {
        var millis = new HashMap<String, Double>();
        machines.forEach((part, pid) -> millis.put(part, ticks(part, pid) * ProcStat.MILLIS_PER_TICK));
        backends.ticks().forEach((part, ticks) -> millis.put(part, ticks * ProcStat.MILLIS_PER_TICK));
        return millis;
    }

    private long ticks(String part, long pid) {
        var stat = ProcStat.read(PROC.resolve(String.valueOf(pid)));
        if (stat == null) {
            throw new IllegalStateException(
                    "%s, process %d, has ended (expected: a stack that runs through)".formatted(part, pid));
        }
        return stat.ticks();
    }

    /// Milliseconds of the JVMs' compiler threads, as far as they were seen.
    public synchronized double compilerMillis() {
        machines.values().forEach(this::lookAtCompilers);
        return compilers.values().stream().mapToLong(Long::longValue).sum() * ProcStat.MILLIS_PER_TICK;
    }

    private void lookAtCompilers(long pid) {
        try (var threads =
                Files.newDirectoryStream(PROC.resolve(String.valueOf(pid)).resolve("task"))) {
            for (var thread : threads) {
                var stat = ProcStat.read(thread);
                if (stat != null && stat.command().matches("C[12] Compiler.*")) {
                    compilers.put(thread, stat.ticks());
                }
            }
        } catch (IOException ended) {
            // millis() says so
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
