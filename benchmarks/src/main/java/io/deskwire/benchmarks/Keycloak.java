package io.deskwire.benchmarks;

import io.deskwire.benchmarks.client.HttpConnection;
import io.deskwire.benchmarks.client.Running;
import io.deskwire.localstack.EmbeddedCluster;
import io.deskwire.localstack.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The peer: a Keycloak of its own on a PostgreSQL of its own, as durable as the stack's, for the length of a
/// benchmark.
///
/// Set up as auth-service is: ES256, access tokens of an hour, refresh tokens that are used once, sessions in the
/// database.
final class Keycloak implements TokenServer {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String TOKEN = "/realms/bench/protocol/openid-connect/token";
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(500);
    /// Of everything here; nothing outlives the benchmark.
    private static final String SECRET = UUID.randomUUID().toString();

    private final URI base;
    private final String[] refreshTokens = new String[WORKERS * PEOPLE_EACH];

    private Keycloak(URI base) {
        this.base = base;
    }

    /// @param distribution the unpacked archive
    /// @param work an empty folder for the data and logs
    static Keycloak start(Path distribution, Path work) throws Exception {
        var database = EmbeddedCluster.kept(
                        work.resolve("postgres"), FreePort.find(), SECRET, work.resolve("postgres.log"))
                .start();
        atExit(database::close);
        var base = URI.create("http://127.0.0.1:" + FreePort.find());
        var process = process(distribution, work, database, base);
        atExit(() -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.onExit().join();
        });
        awaitReady(process, base);
        var keycloak = new Keycloak(base);
        keycloak.makeRealm();
        keycloak.signEverybodyIn();
        return keycloak;
    }

    private static void atExit(Runnable work) {
        Runtime.getRuntime().addShutdownHook(new Thread(work));
    }

    private static Process process(Path distribution, Path work, EmbeddedCluster database, URI base)
            throws IOException, SQLException {
        try (var connection = database.superuser().connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE keycloak");
        }
        var builder = new ProcessBuilder(
                distribution.resolve("bin").resolve("kc.sh").toString(),
                "start",
                "--db=postgres",
                "--db-url=jdbc:postgresql://127.0.0.1:%d/keycloak"
                        .formatted(database.superuser().port()),
                "--db-username=postgres",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + base.getPort(),
                "--hostname=" + base);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KC_DB_PASSWORD",
                        SECRET,
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "bench",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        SECRET));
        return builder.redirectErrorStream(true)
                .redirectOutput(work.resolve("keycloak.log").toFile())
                .start();
    }

    private static void awaitReady(Process process, URI base) throws IOException, InterruptedException {
        var end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (var http = HttpConnection.to(base)) {
                administrator(http);
                return;
            } catch (ConnectException _) {
                Thread.sleep(POLL);
            }
        }
        throw new IOException("Keycloak did not start; its log is in the benchmark's folder");
    }

    private static String administrator(HttpConnection http) throws IOException {
        var answer = http.post(
                "/realms/master/protocol/openid-connect/token",
                FORM,
                form("grant_type", "password", "client_id", "admin-cli", "username", "bench", "password", SECRET));
        return "Authorization: Bearer " + Tenancies.member(answer, "access_token") + "\r\n";
    }

    private void makeRealm() throws IOException {
        var people = IntStream.range(0, refreshTokens.length)
                .mapToObj(number -> Map.of(
                        "username",
                        name(number),
                        "email",
                        name(number) + "@example.com",
                        "firstName",
                        "Bench",
                        "lastName",
                        "Mark",
                        "emailVerified",
                        true,
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", Tenancies.PASSWORD))))
                .toList();
        var realm = Map.of(
                "realm",
                "bench",
                "enabled",
                true,
                "sslRequired",
                "none",
                "defaultSignatureAlgorithm",
                "ES256",
                "accessTokenLifespan",
                Duration.ofHours(1).toSeconds(),
                "ssoSessionIdleTimeout",
                Duration.ofDays(1).toSeconds(),
                "revokeRefreshToken",
                true,
                "refreshTokenMaxReuse",
                0,
                "clients",
                List.of(
                        Map.of("clientId", "people", "publicClient", true, "directAccessGrantsEnabled", true),
                        Map.of("clientId", "machine", "secret", SECRET, "serviceAccountsEnabled", true)),
                "users",
                people);
        try (var http = HttpConnection.to(base)) {
            http.post("/admin/realms", Tenancies.JSON + administrator(http), Running.JSON.writeValueAsString(realm));
        }
    }

    private void signEverybodyIn() throws IOException {
        try (var http = HttpConnection.to(base)) {
            for (int number = 0; number < refreshTokens.length; number++) {
                refreshTokens[number] = Tenancies.member(http.post(TOKEN, FORM, password(number)), "refresh_token");
            }
        }
    }

    private static String name(int number) {
        return "bench-" + number;
    }

    private static String password(int number) {
        return form(
                "grant_type",
                "password",
                "client_id",
                "people",
                "username",
                name(number),
                "password",
                Tenancies.PASSWORD);
    }

    @Override
    public Load.Work refreshing(int worker) throws IOException {
        var http = HttpConnection.to(base);
        var turn = new Turn(worker);
        return () -> {
            int person = turn.next();
            var body = "grant_type=refresh_token&client_id=people&refresh_token=" + refreshTokens[person];
            refreshTokens[person] = Tenancies.member(http.post(TOKEN, FORM, body), "refresh_token");
        };
    }

    @Override
    public Load.Work exchanging(int worker) throws IOException {
        var http = HttpConnection.to(base);
        var body = form("grant_type", "client_credentials", "client_id", "machine", "client_secret", SECRET);
        return () -> http.post(TOKEN, FORM, body);
    }

    @Override
    public Load.Work signingIn(int worker) throws IOException {
        var http = HttpConnection.to(base);
        var turn = new Turn(worker);
        return () -> http.post(TOKEN, FORM, password(turn.next()));
    }

    private static String form(String... pairs) {
        return IntStream.iterate(0, i -> i < pairs.length, i -> i + 2)
                .mapToObj(i -> pairs[i] + "=" + URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
