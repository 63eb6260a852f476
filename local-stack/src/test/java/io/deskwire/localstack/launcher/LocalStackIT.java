package io.deskwire.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deskwire.localstack.FreePort;
import io.deskwire.localstack.StackException;
import io.deskwire.localstack.home.Ports;
import io.deskwire.localstack.home.Progress;
import io.deskwire.localstack.home.ServiceSpec;
import io.deskwire.localstack.home.StackOptions;
import io.deskwire.localstack.home.StackState;
import io.deskwire.localstack.home.StackState.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {

    @TempDir
    static Path home;

    static final Ports ports = Ports.free();
    static final HttpClient http = HttpClient.newHttpClient();
    static final List<String> said = new CopyOnWriteArrayList<>();
    static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.start(options(home), said::add);
    }

    @AfterAll
    static void stop() throws IOException {
        var postgres = state().parts().stream()
                .filter(part -> part.name().startsWith("PostgreSQL"))
                .findFirst()
                .orElseThrow();
        stack.close();
        assertThat(said)
                .containsSubsequence(
                        "auth-service is ready", "Stopping the services", "Stopping Kafka", "Stopping PostgreSQL");
        assertThat(postgres.process().find()).isEmpty();
        assertThat(StackState.read(home)).isEmpty();
        http.close();
    }

    @Test
    void tellsServicesWhereEverythingIs() throws Exception {
        var auth = get(ports.gateway() + 11, "/");
        assertThat(auth)
                .contains("DESKWIRE_KAFKA=127.0.0.1:" + ports.kafka())
                .contains("DESKWIRE_AUTH_URL=http://127.0.0.1:" + (ports.gateway() + 11))
                .contains("DESKWIRE_PUBLIC_URL=" + stack.url())
                .contains("DESKWIRE_SMTP_URL=smtp://127.0.0.1:" + ports.smtp())
                .contains("DESKWIRE_SIGNUP=invite_only")
                .contains("DESKWIRE_SECRET_KEY=sb_secret_");
        var password = auth.replaceAll("(?s).*DESKWIRE_DB_PASSWORD=([^,}]*).*", "$1");
        try (var connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/auth", "auth_app", password)) {
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThat(get(ports.gateway(), "/")).doesNotContain("DESKWIRE_DB_PASSWORD");
    }

    @Test
    void publishesAddressesAndKeysToTheOwnerOnly() throws IOException {
        var env = home.resolve("env");
        assertThat(Files.readAllLines(env))
                .contains("DESKWIRE_URL=http://127.0.0.1:" + ports.gateway())
                .contains("DESKWIRE_KAFKA=127.0.0.1:" + ports.kafka())
                .contains("DESKWIRE_MAIL_API=http://127.0.0.1:" + ports.mailApi())
                .anyMatch(line -> line.startsWith("DESKWIRE_PUBLISHABLE_KEY=sb_publishable_"));
        for (var secret : List.of("env", "secrets")) {
            assertThat(Files.getPosixFilePermissions(home.resolve(secret)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void startsADeadServiceAgain() throws Exception {
        int port = ports.gateway() + 12;
        assertThatThrownBy(() -> get(port, "/die")).isInstanceOf(IOException.class);
        await().untilAsserted(() -> {
            assertThat(part("tickets-service").restarts()).isEqualTo(1);
            assertThat(part("tickets-service").state()).isEqualTo("READY");
        });
        assertThat(get(port, "/")).isNotEmpty();
    }

    @Test
    void leavesAKilledServiceDeadUntilItIsRestarted() throws Exception {
        stack.kill("auth-service");
        assertThat(part("auth-service").state()).isEqualTo("STOPPED");
        assertThatThrownBy(() -> get(ports.gateway() + 11, "/")).isInstanceOf(IOException.class);
        stack.restart("auth-service");
        assertThat(get(ports.gateway() + 11, "/")).isNotEmpty();
    }

    @Test
    void stopsAndStartsTheServers() throws Exception {
        stack.stopKafka();
        assertThat(part("Kafka, in the launcher").state()).isEqualTo("STOPPED");
        stack.startKafka();
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.env().get("DESKWIRE_KAFKA")))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
        stack.stopPostgres();
        stack.startPostgres();
        try (var connection = stack.superuser().connect("tickets")) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void refusesASecondStackInTheSameHome() {
        assertThatThrownBy(() -> LocalStack.start(options(home), Progress.silent()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("already running");
    }

    @Test
    void namesTheProgramWhosePortIsTaken(@TempDir Path other) throws IOException {
        var wanted = Ports.free();
        try (var squatter = new ServerSocket(wanted.gateway() + 11, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            LocalStack.start(new StackOptions(other, wanted, services(), Map.of()), Progress.silent()))
                    .hasMessageContaining("Port " + squatter.getLocalPort() + ", meant for auth-service, is taken");
        }
    }

    @Test
    void waitsForAPortThatAnEndingConnectionHolds(@TempDir Path other) throws Exception {
        var wanted = Ports.free();
        var said = new CopyOnWriteArrayList<String>();
        var loopback = java.net.InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 1, loopback);
                var passing = new Socket(loopback, server.getLocalPort(), loopback, wanted.postgres())) {
            assertThat(FreePort.isFree(passing.getLocalPort())).isFalse();
            var start = CompletableFuture.supplyAsync(() ->
                    LocalStack.start(new StackOptions(other, wanted, List.of(), Map.of()), line -> {
                        said.add(line);
                        if (line.startsWith("Waiting for port " + wanted.postgres())) {
                            reset(passing);
                        }
                    }));
            start.get(1, TimeUnit.MINUTES).close();
        }
        assertThat(said).anyMatch(line -> line.startsWith("Waiting for port " + wanted.postgres()));
    }

    /// Closes without a minute's TIME_WAIT.
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void showsTheLastWordsOfAServiceThatDoesNotComeUp(@TempDir Path other) {
        var options = new StackOptions(
                other, Ports.free(), List.of(FakeService.spec("tickets-service", 12, "--broken")), Map.of());
        assertThatThrownBy(() -> LocalStack.start(options, Progress.silent()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("tickets-service ended with status 3")
                .hasMessageContaining("cannot find my left shoe");
        assertThat(FreePort.isFree(options.ports().postgres())).isTrue();
    }

    @Test
    void rendersAStatusTableWithMemoryAndProcessorShare() throws InterruptedException {
        var table = new StatusTable(state(), Duration.ofMillis(50))
                .render(state().since().plusSeconds(3725));
        assertThat(table)
                .contains("up 1h 2m 5s")
                .containsPattern("auth-service +http://127.0.0.1:\\d+ +ready +\\d+ +\\d+ MB +\\d+\\.\\d %")
                .containsPattern("PostgreSQL 18 .* ready +\\d+ +\\d+ MB")
                .containsPattern("total +\\d+ MB");
    }

    private static StackOptions options(Path home) {
        return new StackOptions(home, ports, services(), Map.of("DESKWIRE_SIGNUP", "invite_only"));
    }

    private static List<ServiceSpec> services() {
        return List.of(
                FakeService.spec("auth-service", 11),
                FakeService.spec("tickets-service", 12),
                FakeService.spec("api-gateway", 0));
    }

    private static StackState state() {
        return StackState.read(home).orElseThrow();
    }

    private static Part part(String name) {
        return state().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
