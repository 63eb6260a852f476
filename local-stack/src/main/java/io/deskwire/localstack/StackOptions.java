package io.deskwire.localstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What tells one stack from another.
///
/// @param home holds everything that the stack keeps: `data/ logs/ apps/ secrets env`
/// @param settings environment variables of every service, over the stack's own choices (`DESKWIRE_SIGNUP` and so
/// on)
public record StackOptions(Path home, Ports ports, List<ServiceSpec> services, Map<String, String> settings) {

    public StackOptions {
        services = List.copyOf(services);
        settings = Map.copyOf(settings);
    }

    /// `DESKWIRE_HOME` (default `.deskwire` in the repository) and `DESKWIRE_PORT`, and every other `DESKWIRE_…`
    /// as a setting.
    static StackOptions from(Path root, Map<String, String> environment) {
        var settings = environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("DESKWIRE_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new StackOptions(home(root, environment), new Ports(port(environment)), ServiceSpec.all(root), settings);
    }

    static Path home(Path root, Map<String, String> environment) {
        return root.resolve(environment.getOrDefault("DESKWIRE_HOME", ".deskwire"))
                .toAbsolutePath()
                .normalize();
    }

    private static int port(Map<String, String> environment) {
        var port = environment.getOrDefault("DESKWIRE_PORT", String.valueOf(Ports.DEFAULT));
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new StackException("DESKWIRE_PORT is a number, not '" + port + "'");
        }
    }

    /// With services that run from `apps/` in this home.
    StackOptions unpacked() {
        var unpacked = services.parallelStream()
                .map(spec -> UnpackedJar.unpack(spec, home.resolve("apps").resolve(spec.name())))
                .toList();
        return new StackOptions(home, ports, unpacked, settings);
    }

    Path data() {
        return data(home);
    }

    static Path data(Path home) {
        return home.resolve("data");
    }

    Path log(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }
}
