package io.deskwire.e2e;

import io.deskwire.localstack.home.Ports;
import io.deskwire.localstack.home.Progress;
import io.deskwire.localstack.home.ServiceSpec;
import io.deskwire.localstack.home.StackOptions;
import io.deskwire.localstack.launcher.LocalStack;
import io.deskwire.testsupport.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The stack under test: every service from its own jar, real PostgreSQL and Kafka, on ports and data of its own.
final class Stack {
    private static final class Holder {
        static final LocalStack STACK = start();
    }

    private Stack() {}

    static LocalStack running() {
        return Holder.STACK;
    }

    static Api api() {
        return Api.at(running().url());
    }

    /// For GoTrue's endpoints.
    static Api auth() {
        return api().with("apikey", running().env().getOrDefault("DESKWIRE_PUBLISHABLE_KEY", ""))
                .with("X-Supabase-Api-Version", "2024-01-01");
    }

    private static LocalStack start() {
        try {
            var root = Path.of("").toAbsolutePath().getParent();
            var home = Files.createTempDirectory("deskwire-e2e");
            return LocalStack.start(
                    new StackOptions(home, Ports.free(), ServiceSpec.all(root), Map.of()), Progress.silent());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
