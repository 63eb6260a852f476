package io.deskwire.localstack.home;

import io.deskwire.localstack.StackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What tells one stack from another.
///
/// @param home holds everything that the stack keeps: `data/ logs/ apps/ aot/ secrets env`
/// @param settings environment variables of every service, over the stack's own choices (`DESKWIRE_SIGNUP` and so
/// on)
public record StackOptions(Path home, Ports ports, List<ServiceSpec> services, Map<String, String> settings) {

    private static final Pattern LIMIT = Pattern.compile("([1-9][0-9]{0,4})([smh])");

    public StackOptions {
        services = List.copyOf(services);
        settings = Map.copyOf(settings);
    }

    /// `DESKWIRE_HOME` (default `.deskwire` in the repository) and `DESKWIRE_PORT`, and every other `DESKWIRE_…`
    /// as a setting.
    public static StackOptions from(Path root, Map<String, String> environment) {
        var settings = environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("DESKWIRE_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new StackOptions(home(root, environment), new Ports(port(environment)), ServiceSpec.all(root), settings);
    }

    public static Path home(Path root, Map<String, String> environment) {
        return root.resolve(environment.getOrDefault("DESKWIRE_HOME", ".deskwire"))
                .toAbsolutePath()
                .normalize();
    }

    /// How long a service that starts may show no sign of life: `DESKWIRE_START_LIMIT`.
    public Duration startLimit() {
        var limit = settings.getOrDefault("DESKWIRE_START_LIMIT", "3m");
        var parts = LIMIT.matcher(limit);
        if (!parts.matches()) {
            throw new StackException("DESKWIRE_START_LIMIT is a duration such as 90s, 10m or 1h, not '" + limit + "'");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
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
    public StackOptions unpacked() {
        return withServices(UnpackedJar::unpack);
    }

    /// As the running stack of this home was started, whatever has been built since.
    public StackOptions running() {
        return withServices(UnpackedJar::find);
    }

    private StackOptions withServices(BiFunction<ServiceSpec, Path, ServiceSpec> change) {
        var changed = services.parallelStream()
                .map(spec -> change.apply(spec, home.resolve("apps").resolve(spec.name())))
                .toList();
        return new StackOptions(home, ports, changed, settings);
    }

    public Path data() {
        return data(home);
    }

    public static Path data(Path home) {
        return home.resolve("data");
    }

    /// The JVM's caches of services.
    public Path aot() {
        return home.resolve("aot");
    }

    public Path log(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }
}
