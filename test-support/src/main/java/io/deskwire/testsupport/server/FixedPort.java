package io.deskwire.testsupport.server;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.testcontainers.containers.GenericContainer;

/// Containers that keep their address over a restart.
final class FixedPort {

    private FixedPort() {}

    static void bind(GenericContainer<?> container, int hostPort, int containerPort) {
        var binding = new PortBinding(Binding.bindPort(hostPort), ExposedPort.tcp(containerPort));
        container.withCreateContainerCmdModifier(
                create -> Objects.requireNonNull(create.getHostConfig()).withPortBindings(List.of(binding)));
    }

    static void await(String what, Duration limit, ThrowingRunnable attempt) {
        Awaitility.await(what + " serves again")
                .atMost(limit)
                .ignoreExceptions()
                .untilAsserted(attempt);
    }
}
