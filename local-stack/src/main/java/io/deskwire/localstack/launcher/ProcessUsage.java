package io.deskwire.localstack.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What a process uses, alone or with its children.
///
/// @param memory resident bytes; pages that PostgreSQL's processes share count once (Linux), or once each
/// (elsewhere)
/// @param cpu processor time since the process started
record ProcessUsage(long memory, Duration cpu) {

    private static final long KIBI = 1024;

    /// With its children, their children and so on.
    static ProcessUsage of(ProcessHandle process) {
        return of(Stream.concat(Stream.of(process), process.descendants()).toList());
    }

    static ProcessUsage ofOne(ProcessHandle process) {
        return of(List.of(process));
    }

    private static ProcessUsage of(List<ProcessHandle> tree) {
        var cpu = tree.stream()
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
        return new ProcessUsage(memory(tree), cpu);
    }

    private static long memory(List<ProcessHandle> tree) {
        if (tree.size() == 1) {
            return resident(tree.getFirst().pid());
        }
        return tree.stream().mapToLong(process -> proportional(process.pid())).sum();
    }

    private static long resident(long pid) {
        var status = Path.of("/proc", String.valueOf(pid), "status");
        return Files.exists(status) ? field(status, "VmRSS:") : askPs(pid);
    }

    private static long proportional(long pid) {
        var rollup = Path.of("/proc", String.valueOf(pid), "smaps_rollup");
        return Files.exists(rollup) ? field(rollup, "Pss:") : askPs(pid);
    }

    /// 0 where the process ended meanwhile.
    private static long field(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static long askPs(long pid) {
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(pid)).start();
            var answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return answer.isEmpty() ? 0 : Long.parseLong(answer) * KIBI;
        } catch (IOException e) {
            return 0;
        }
    }
}
