package io.deskwire.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// What the services read from the environment is what `.env.example` shows and what docker-compose.yml passes on.
class SettingsTests {
    private static final Path ROOT = GoldenSamples.directory().resolve("../..").normalize();
    private static final Pattern NAME = Pattern.compile("\\$\\{(DESKWIRE_\\w+)");
    private static final Pattern WITH_DEFAULT = Pattern.compile("\\$\\{(DESKWIRE_\\w+):([^${}]*)}");
    private static final Pattern SHOWN = Pattern.compile("(?m)^#?(DESKWIRE_\\w+)=(.*)$");

    /// Containers find these in files: docker/keys.sh makes them.
    private static final Set<String> IN_FILES = Set.of(
            "DESKWIRE_DB_PASSWORD", "DESKWIRE_ENCRYPTION_KEY", "DESKWIRE_PUBLISHABLE_KEY", "DESKWIRE_SECRET_KEY");
    /// Means the published port in .env; in a container a service listens everywhere, as its image says.
    private static final String BIND = "DESKWIRE_BIND";

    @ParameterizedTest
    @ValueSource(
            strings = {"api-gateway", "auth-service", "tickets-service", "automation-service", "notification-service"})
    void composePassesOnWhatAServiceReads(String service) throws IOException {
        var missing = names(configuration(service));
        missing.removeAll(IN_FILES);
        missing.remove(BIND);
        missing.removeAll(environment(service).keySet());

        assertThat(missing).isEmpty();
    }

    @Test
    void exampleShowsEverySetting() throws IOException {
        var missing = new TreeSet<String>();
        for (var service : services()) {
            missing.addAll(names(configuration(service)));
            // Compose itself decides these.
            environment(service).forEach((name, value) -> {
                if (value != null && !value.contains("${")) {
                    missing.remove(name);
                }
            });
        }
        missing.remove("DESKWIRE_DB_PASSWORD");
        missing.removeAll(shown().keySet());

        assertThat(missing).isEmpty();
    }

    @Test
    void exampleShowsNothingThatNobodyReads() throws IOException {
        var unread = new TreeSet<>(shown().keySet());
        unread.removeAll(names(text("docker-compose.yml")));
        for (var service : services()) {
            unread.removeAll(names(configuration(service)));
        }

        assertThat(unread).isEmpty();
    }

    /// A default that compose gives counts more than the service's own.
    @Test
    void exampleShowsTheDefaults() throws IOException {
        var defaults = new TreeMap<String, String>();
        for (var service : services()) {
            WITH_DEFAULT
                    .matcher(configuration(service))
                    .results()
                    .forEach(found -> defaults.put(found.group(1), found.group(2)));
        }
        WITH_DEFAULT
                .matcher(text("docker-compose.yml").replace(":-", ":"))
                .results()
                .forEach(found -> defaults.put(found.group(1), found.group(2)));
        var wrong = new ArrayList<String>();
        shown().forEach((name, value) -> {
            var right = defaults.getOrDefault(name, value);
            if (!IN_FILES.contains(name) && !right.equals(value)) {
                wrong.add("%s=%s (the default is %s)".formatted(name, value, right));
            }
        });

        assertThat(wrong).isEmpty();
    }

    private static List<String> services() {
        return List.of("api-gateway", "auth-service", "tickets-service", "automation-service", "notification-service");
    }

    private static String configuration(String service) throws IOException {
        var name = service.equals("api-gateway") ? "gateway" : service.replace("-service", "");
        return text(service + "/src/main/resources/" + name + ".yaml");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable String> environment(String service) throws IOException {
        Map<String, Map<String, Map<String, Object>>> compose = new Yaml().load(text("docker-compose.yml"));
        var environment = new TreeMap<String, @Nullable String>();
        ((Map<String, @Nullable Object>) compose.get("services").get(service).get("environment"))
                .forEach((name, value) -> environment.put(name, value == null ? null : value.toString()));
        return environment;
    }

    private static Map<String, String> shown() throws IOException {
        var shown = new TreeMap<String, String>();
        SHOWN.matcher(text(".env.example")).results().forEach(line -> shown.put(line.group(1), line.group(2)));
        return shown;
    }

    private static TreeSet<String> names(String text) {
        var names = new TreeSet<String>();
        NAME.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    private static String text(String path) throws IOException {
        return Files.readString(ROOT.resolve(path));
    }
}
