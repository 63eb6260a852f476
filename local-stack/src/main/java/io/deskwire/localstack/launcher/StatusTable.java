package io.deskwire.localstack.launcher;

import io.deskwire.localstack.home.StackState;
import io.deskwire.localstack.home.StackState.Part;
import io.deskwire.localstack.home.StackState.Running;
import io.deskwire.localstack.service.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `./deskwire status` prints: each part's address, state, memory, and share of one processor core during
/// the sample.
final class StatusTable {

    private static final String ROW = "%-24s %-26s %-12s %7s %9s %7s  %s%n";
    private static final double MEBI = 1024.0 * 1024;

    private final StackState state;
    private final Duration sample;

    StatusTable(StackState state, Duration sample) {
        this.state = state;
        this.sample = sample;
    }

    /// Takes as long as the sample.
    String render(Instant now) throws InterruptedException {
        var before = usages();
        Thread.sleep(sample);
        var after = usages();
        var text = new StringBuilder("Deskwire, up %s%n%n".formatted(words(Duration.between(state.since(), now))));
        text.append(ROW.formatted("PART", "ADDRESS", "STATE", "PID", "MEMORY", "CPU", "RESTARTS"));
        for (var part : state.parts()) {
            text.append(
                    row(part.name(), part.address(), stateOf(part), part.process(), part.restarts(), before, after));
        }
        text.append(row("launcher", "", "READY", state.launcher(), 0, before, after));
        long memory = after.values().stream().mapToLong(ProcessUsage::memory).sum();
        double cpu = after.keySet().stream()
                .mapToDouble(pid -> share(pid, before, after))
                .sum();
        text.append(ROW.formatted("total", "", "", "", megabytes(memory), percent(cpu), ""));
        return text.toString();
    }

    private Map<Long, ProcessUsage> usages() {
        var usages = new LinkedHashMap<Long, ProcessUsage>();
        // The launcher is every part's parent: it counts alone, by its own process.
        state.launcher().find().ifPresent(process -> usages.put(process.pid(), ProcessUsage.ofOne(process)));
        for (var part : state.parts()) {
            if (part.process() != null) {
                part.process().find().ifPresent(process -> usages.put(process.pid(), ProcessUsage.of(process)));
            }
        }
        return usages;
    }

    private String row(
            String name,
            String address,
            String condition,
            @Nullable Running process,
            int restarts,
            Map<Long, ProcessUsage> before,
            Map<Long, ProcessUsage> after) {
        var usage = process == null ? null : after.get(process.pid());
        return ROW.formatted(
                name,
                address,
                condition.toLowerCase(Locale.ROOT),
                process == null ? "" : process.pid(),
                usage == null ? "" : megabytes(usage.memory()),
                process == null || usage == null ? "" : percent(share(process.pid(), before, after)),
                restarts == 0 ? "" : restarts);
    }

    private double share(long pid, Map<Long, ProcessUsage> before, Map<Long, ProcessUsage> after) {
        var start = before.get(pid);
        var end = after.get(pid);
        return start == null || end == null
                ? 0
                : (double) end.cpu().minus(start.cpu()).toNanos() / sample.toNanos();
    }

    /// The launcher knows that a process lives, the probe that it serves.
    private static String stateOf(Part part) throws InterruptedException {
        var probe = part.probe();
        if (probe == null || part.process() == null || !part.state().equals("READY")) {
            return part.state();
        }
        return Readiness.probe(probe) ? part.state() : "not ready";
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MB", bytes / MEBI);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String words(Duration duration) {
        return duration.toString()
                .substring(2)
                .toLowerCase(Locale.ROOT)
                .replaceAll("(\\d[hms])(?!$)", "$1 ")
                .replaceAll("\\.\\d+s", "s");
    }
}
