package io.deskwire.benchmarks.counter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A line of `/proc/<pid>/stat`, or of one of its threads.
///
/// @param ticks of processor time so far, in user and kernel mode
/// @param childTicks of the children that have ended and were waited for
/// @param started tells a process from a later one with the same number
record ProcStat(String command, long ticks, long childTicks, long started) {
    static final double MILLIS_PER_TICK = 10; // USER_HZ is 100 on every Linux that has a JDK

    private static final int USER = 11;
    private static final int KERNEL = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_KERNEL = 14;
    private static final int STARTED = 19;

    /// The command stands in parentheses and may hold any character, so what follows is counted from the last of them.
    static ProcStat parse(String line) {
        int end = line.lastIndexOf(')');
        var fields = line.substring(end + 2).split(" ");
        return new ProcStat(
                line.substring(line.indexOf('(') + 1, end),
                Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL]),
                Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_KERNEL]),
                Long.parseLong(fields[STARTED]));
    }

    /// Null where the process or thread has ended.
    static @Nullable ProcStat read(Path directory) {
        try {
            return parse(Files.readString(directory.resolve("stat")));
        } catch (IOException ended) {
            return null;
        }
    }
}
