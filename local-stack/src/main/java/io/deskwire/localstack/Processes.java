package io.deskwire.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Ends processes that this one need not have started.
public final class Processes {

    private static final Duration POLL = Duration.ofMillis(25);

    private Processes() {}

    /// Not a zombie either, which some container's init reaps seconds later: a zombie has no command any more.
    public static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /// Whether the process has ended within the limit. (`ProcessHandle.onExit` would look at a process that is
    /// not this one's child less and less often.)
    public static boolean awaitEnd(ProcessHandle process, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (isRunning(process)) {
                if (System.nanoTime() > end) {
                    return false;
                }
                Thread.sleep(POLL);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Sends SIGINT, as Ctrl-C does; Java itself sends SIGTERM or SIGKILL only.
    static void interrupt(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
