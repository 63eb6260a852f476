package io.deskwire.benchmarks.counter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Processor time of PostgreSQL's processes. What one has used that has ended is not lost: [#look] is called often, and
/// what was used after the last look is in the server's account of its ended children. Thread-safe.
final class Backends {
    private final Path proc;
    private final long server;
    private final String self;
    private final long endedBefore;
    private final Map<String, Long> ended = new HashMap<>();
    private Map<Child, Seen> alive = Map.of();

    /// @param proc `/proc`
    /// @param server the process that all others are children of
    /// @param self see [BackendTitle#part]
    Backends(Path proc, long server, String self) {
        this.proc = proc;
        this.server = server;
        this.self = self;
        this.endedBefore = server().childTicks();
    }

    private record Child(String pid, long started) {}

    private record Seen(String part, long ticks) {}

    synchronized void look() {
        var now = new HashMap<Child, Seen>();
        for (var pid : children()) {
            var stat = ProcStat.read(proc.resolve(pid));
            if (stat != null) {
                var child = new Child(pid, stat.started());
                now.put(child, new Seen(part(child), stat.ticks()));
            }
        }
        alive.forEach((child, seen) -> {
            if (!now.containsKey(child)) {
                ended.merge(seen.part(), seen.ticks(), Long::sum);
            }
        });
        alive = now;
    }

    /// Since each process began, by part.
    synchronized Map<String, Long> ticks() {
        look();
        var ticks = new HashMap<>(ended);
        alive.values().forEach(seen -> ticks.merge(seen.part(), seen.ticks(), Long::sum));
        var unseen = server().childTicks()
                - endedBefore
                - ended.values().stream().mapToLong(Long::longValue).sum();
        ticks.merge(BackendTitle.OTHER, unseen + server().ticks(), Long::sum);
        ticks.remove(BackendTitle.OWN);
        return ticks;
    }

    /// One that has ended and was not waited for yet has no title any more.
    private String part(Child child) {
        var title = title(child);
        var known = alive.get(child);
        return title.isEmpty() && known != null ? known.part() : BackendTitle.part(title, self);
    }

    private String title(Child child) {
        try {
            return Files.readString(proc.resolve(child.pid()).resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException gone) {
            return "";
        }
    }

    private String[] children() {
        var name = String.valueOf(server);
        try {
            var line = Files.readString(
                            proc.resolve(name).resolve("task").resolve(name).resolve("children"))
                    .strip();
            return line.isEmpty() ? new String[0] : line.split(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "PostgreSQL, process " + server + ", has ended, or this Linux does not"
                            + " list the children of a process (expected: CONFIG_PROC_CHILDREN)",
                    e);
        }
    }

    private ProcStat server() {
        @Nullable ProcStat stat = ProcStat.read(proc.resolve(String.valueOf(server)));
        return Objects.requireNonNull(stat, () -> "PostgreSQL, process " + server + ", has ended");
    }
}
