package io.deskwire.localstack.home;

import io.deskwire.localstack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A program that the stack runs.
///
/// @param name the Maven module; also names the log file
/// @param portOffset added to the gateway's port
/// @param probeOffset likewise, where its health is asked; the gateway does not show it on the public port
/// @param ownsDatabase whether it has a database, called [#shortName()]
/// @param program what follows the JVM's flags: `-jar …` or `-cp … Main`
public record ServiceSpec(String name, int portOffset, int probeOffset, boolean ownsDatabase, List<String> program) {

    public ServiceSpec {
        program = List.copyOf(program);
    }

    /// Deskwire's services, from the jars that the build left in the repository; the gateway is last.
    public static List<ServiceSpec> all(Path root) {
        return List.of(
                ofModule(root, "auth-service", 11, 11, true),
                ofModule(root, "tickets-service", 12, 12, true),
                ofModule(root, "automation-service", 13, 13, true),
                ofModule(root, "notification-service", 14, 14, true),
                ofModule(root, "api-gateway", 0, 10, false));
    }

    /// `auth` of `auth-service`: its database, the prefix of its roles and the middle of `DESKWIRE_AUTH_URL`.
    public String shortName() {
        return name.replaceAll("^api-|-service$", "");
    }

    ServiceSpec withProgram(List<String> other) {
        return new ServiceSpec(name, portOffset, probeOffset, ownsDatabase, other);
    }

    public String urlVariable() {
        return "DESKWIRE_" + shortName().toUpperCase(Locale.ROOT) + "_URL";
    }

    /// Where the service runs from its application in one plain jar with the libraries beside it.
    public Optional<Path> unpackedJar() {
        return program.size() == 2 && program.getFirst().equals("-jar")
                ? Optional.of(Path.of(program.getLast())).filter(UnpackedJar::isUnpacked)
                : Optional.empty();
    }

    private static ServiceSpec ofModule(
            Path root, String module, int portOffset, int probeOffset, boolean ownsDatabase) {
        return new ServiceSpec(
                module,
                portOffset,
                probeOffset,
                ownsDatabase,
                List.of("-jar", jar(root, module).toString()));
    }

    private static Path jar(Path root, String module) {
        var target = root.resolve(module).resolve("target");
        if (Files.isDirectory(target)) {
            try (var jars = Files.newDirectoryStream(target, module + "-[0-9]*.jar")) {
                for (var jar : jars) {
                    return jar;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new StackException(module + " is not built: ./mvnw -DskipTests package");
    }
}
