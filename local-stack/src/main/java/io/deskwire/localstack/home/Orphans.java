package io.deskwire.localstack.home;

import io.deskwire.localstack.EmbeddedCluster;
import io.deskwire.localstack.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Services and a PostgreSQL that run on although their launcher was killed.
public final class Orphans {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Orphans() {}

    /// Ends them, PostgreSQL last. To be called by whoever holds the home's lock, so that no launcher is alive.
    public static void end(Path home) {
        var services = StackState.read(home).map(Orphans::services).orElse(List.of());
        services.forEach(ProcessHandle::destroy);
        for (var service : services) {
            if (!Processes.awaitEnd(service, PATIENCE)) {
                service.destroyForcibly();
            }
        }
        EmbeddedCluster.endLeftover(StackOptions.data(home).resolve("postgres"));
        StackState.forget(home);
    }

    private static List<ProcessHandle> services(StackState state) {
        return state.parts().stream()
                .filter(part -> part.address().startsWith("http"))
                .map(StackState.Part::process)
                .filter(Objects::nonNull)
                .map(StackState.Running::find)
                .flatMap(Optional::stream)
                .toList();
    }
}
