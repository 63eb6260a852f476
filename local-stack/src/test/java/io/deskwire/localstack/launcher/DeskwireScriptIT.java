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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the real script and the real launcher in a repository whose services are fakes.
class DeskwireScriptIT {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path root;

    private final Ports ports = Ports.free();
    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void fakeRepository() throws IOException {
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

    @AfterEach
    void down() throws Exception {
        if (Files.exists(root.resolve(".deskwire/state.json"))) {
            deskwire("down");
        }
    }

    @Test
    void startsShowsAndStopsAStackAndKeepsItsKeys() throws Exception {
        assertThat(deskwire("status").words()).contains("Not running");

        var up = deskwire("up", "--detach");
        assertThat(up.words())
                .contains("PostgreSQL is ready", "auth-service is ready", "Deskwire is up", env("DESKWIRE_URL"));
        assertThat(up.status()).isZero();

        var status = deskwire("status");
        assertThat(status.words()).containsPattern("api-gateway +http://127.0.0.1:" + ports.gateway() + " +ready");
        assertThat(status.status()).isZero();

        assertThat(deskwire("logs", "tickets-service").words()).contains("ready");

        var audit = deskwire("audit", "verify");
        assertThat(audit.words()).contains("Checked 1 chain with 3 entries: all hold.");
        assertThat(audit.status()).isZero();

        var again = deskwire("up", "--detach");
        assertThat(again.words()).contains("Already running");
        assertThat(again.status()).isZero();

        var key = env("DESKWIRE_SECRET_KEY");
        assertThat(deskwire("down").words()).contains("Stopped");
        assertThat(deskwire("status").status()).isEqualTo(1);
        assertThat(deskwire("up", "--detach").status()).isZero();
        assertThat(env("DESKWIRE_SECRET_KEY")).isEqualTo(key);

        assertThat(deskwire("reset").words()).contains("Deleted");
        assertThat(root.resolve(".deskwire/data")).doesNotExist();
    }

    @Test
    void leavesRunningWhatIsReadyWhereAServiceStaysQuiet() throws Exception {
        settings.put("DESKWIRE_START_LIMIT", "8s");
        settings.put("DESKWIRE_TEST_QUIET", String.valueOf(ports.gateway() + 14));

        var up = deskwire("up", "--detach");

        assertThat(up.words())
                .contains("auth-service is ready", "notification-service is not ready", "looking for my right glove")
                .doesNotContain("Stopping");
        assertThat(up.status()).isEqualTo(1);
        var status = deskwire("status");
        assertThat(status.words())
                .containsPattern("tickets-service +http://127.0.0.1:\\d+ +ready")
                .containsPattern("notification-service +http://127.0.0.1:\\d+ +starting");
        assertThat(status.status()).isEqualTo(1);
        var again = deskwire("up", "--detach");
        assertThat(again.words()).contains("not all of it is ready");
        assertThat(again.status()).isEqualTo(2);
    }

    @Test
    void saysWhatAnOperatorsCommandNeeds() throws Exception {
        for (var command : List.of(new String[] {"keys", "rotate"}, new String[] {"audit", "verify"})) {
            var answer = deskwire(command);
            assertThat(answer.words()).contains("Not running. ./deskwire up starts", "DESKWIRE_SECRET_KEY");
            assertThat(answer.status()).isEqualTo(2);
        }
    }

    @Test
    void helpsWhoeverAsksAndStartsNothing() throws Exception {
        for (var command : List.of(new String[] {"help"}, new String[] {"up", "--help"})) {
            var answer = deskwire(command);
            assertThat(answer.words()).contains("./deskwire up", "keys rotate [--drop-previous]");
            assertThat(answer.status()).isZero();
        }
        for (var command : List.of(new String[] {}, new String[] {"up", "--detatch"}, new String[] {"upp"})) {
            assertThat(deskwire(command).status()).isEqualTo(2);
        }
        assertThat(root.resolve(".deskwire/data")).doesNotExist();
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

    private String env(String name) throws IOException {
        var env = new Properties();
        try (var reader = Files.newBufferedReader(root.resolve(".deskwire/env"))) {
            env.load(reader);
        }
        return env.getProperty(name);
    }

    private Answer deskwire(String... args) throws IOException, InterruptedException {
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

    private record Answer(int status, String words) {}
}
