package io.deskwire.localstack;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Services that run on although their launcher was killed. (A PostgreSQL in that state is ended by
/// [EmbeddedCluster#start].)
final class Orphans {

    private static final int PATIENCE_SECONDS = 20;

    private Orphans() {}

    /// To be called by whoever holds the home's lock, so that no launcher is alive.
    static void end(Path home) {
        StackState.read(home).ifPresent(state -> {
            for (var part : state.parts()) {
                if (part.process() != null) {
                    part.process().find().ifPresent(Orphans::end);
                }
            }
            StackState.forget(home);
        });
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
