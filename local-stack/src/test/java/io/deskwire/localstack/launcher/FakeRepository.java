package io.deskwire.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.localstack.home.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A repository with the real script and the real launcher, whose services are fakes.
final class FakeRepository implements AutoCloseable {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private final Path root;
    private final Ports ports = Ports.free();
    private final Map<String, String> settings = new HashMap<>();

    FakeRepository(Path root) throws IOException {
        this.root = root;
        for (var file : List.of("deskwire", ".mvn/find-jdk.sh", "pom.xml")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.copy(REPOSITORY.resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (var service : List.of("auth", "tickets", "automation", "notification")) {
            fakeJar(service + "-service");
        }
        fakeJar("api-gateway");
        var launcher = Files.createDirectories(root.resolve("local-stack/target"));
        try (var jars = Files.newDirectoryStream(REPOSITORY.resolve("local-stack/target"), "local-stack-*.jar")) {
            for (var jar : jars) {
                Files.copy(jar, launcher.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    int gateway() {
        return ports.gateway();
    }

    Path resolve(String path) {
        return root.resolve(path);
    }

    void set(String variable, String value) {
        settings.put(variable, value);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (Files.exists(root.resolve(".deskwire/state.json"))) {
            deskwire("down");
        }
    }

    private void fakeJar(String module) throws IOException {
        var target = Files.createDirectories(root.resolve(module).resolve("target"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        var entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(target.resolve(module + "-0.1.0.jar")), manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(Files.readAllBytes(Path.of("target", "test-classes", entry)));
        }
    }

    String env(String name) throws IOException {
        var env = new Properties();
        try (var reader = Files.newBufferedReader(root.resolve(".deskwire/env"))) {
            env.load(reader);
        }
        return env.getProperty(name);
    }

    Answer deskwire(String... args) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(root.resolve("deskwire").toString()));
        command.addAll(List.of(args));
        var output = Files.createTempFile(root, "output", ".txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("DESKWIRE_PORT", String.valueOf(ports.gateway()));
        builder.environment().remove("DESKWIRE_HOME");
        builder.environment().putAll(settings);
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        return new Answer(process.exitValue(), Files.readString(output));
    }

    record Answer(int status, String words) {}
}
