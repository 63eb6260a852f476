package io.deskwire.benchmarks;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// What the auth-service of a running stack does in a second, over 16 connections, each figure the median of five runs.
///
/// Speaks to the auth-service itself, past the gateway. Everything runs on the same processors: service, PostgreSQL and
/// this. Arguments: path of the env file (`.deskwire/env`), seconds of a run (5).
public final class AuthThroughput {
    private static final int CONNECTIONS = 16;
    private static final int FOUNDERS = 128;
    /// The second compiler needs its time, the more so where it has to share the processors.
    private static final Duration WARM_UP = Duration.ofSeconds(45);
    private static final int TOKENS = 10_000;
    private static final int EPHEMERAL = 32_768;
    private static final int DOWN = 30_000;
    private static final int AUTH = 11;

    private final URI auth;
    private final URI publicUrl;
    private final Load load;
    private final Queue<String> tokens = new ConcurrentLinkedQueue<>();

    private AuthThroughput(URI auth, URI publicUrl, Load load) {
        this.auth = auth;
        this.publicUrl = publicUrl;
        this.load = load;
    }

    public static void main(String[] arguments) throws Exception {
        var env = env(Path.of(arguments.length > 0 ? arguments[0] : ".deskwire/env"));
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var publicUrl = URI.create(Objects.requireNonNull(env.get("DESKWIRE_URL"), "DESKWIRE_URL"));
        var auth = URI.create(Objects.requireNonNullElseGet(
                System.getenv("DESKWIRE_AUTH_URL"), () -> "http://127.0.0.1:" + (inner(publicUrl.getPort()) + AUTH)));
        var load = new Load(CONNECTIONS, Duration.ofSeconds(5), Duration.ofSeconds(seconds));
        new AuthThroughput(auth, publicUrl, load).run();
    }

    /// Where an embedded stack has its services: 30,000 below a gateway in the ephemeral range.
    private static int inner(int gateway) {
        return gateway < EPHEMERAL ? gateway : gateway - DOWN;
    }

    private static Map<String, String> env(Path file) throws IOException {
        var env = new HashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                env.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return env;
    }

    private void run() throws Exception {
        System.out.printf(
                "%d processors, %d connections to %s, data in PostgreSQL, median of %d runs of %d s%n",
                Runtime.getRuntime().availableProcessors(),
                CONNECTIONS,
                auth,
                Load.RUNS,
                load.length().toSeconds());
        var people = Tenancies.found(auth, FOUNDERS).founders();
        System.out.printf("warming up for %d s%n", 2 * WARM_UP.toSeconds());
        var warmUp = new Load(CONNECTIONS, WARM_UP, Duration.ofMillis(1));
        // replaced with every refresh, so the same for warm-up and measurement
        var sessions = IntStream.range(0, CONNECTIONS)
                .mapToObj(number -> share(people, number, Tenancies.Founder::refreshToken))
                .toList();
        warmUp.run(number -> refreshing(sessions.get(number)));
        warmUp.run(number -> exchanging(share(people, number, Tenancies.Founder::apiKey)));
        var refresh = load.run(number -> refreshing(sessions.get(number)));
        row("refresh", refresh, null);
        var exchange = load.run(number -> exchanging(share(people, number, Tenancies.Founder::apiKey)));
        row("API key → JWT", exchange, null);
        var argon = new Load(Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(3), Duration.ofSeconds(3))
                .run(_ -> hashing());
        var signIn = new Load(CONNECTIONS, Duration.ofSeconds(5), Duration.ofSeconds(3))
                .run(number -> signingIn(share(people, number, Tenancies.Founder::email)));
        row("password sign-in", signIn, "bare Argon2id check on every processor: %.0f/s".formatted(argon.median()));
        var checks = new TokenChecks(
                List.copyOf(tokens),
                JWKSet.load(auth.resolve("/auth/v1/.well-known/jwks.json").toURL()),
                publicUrl,
                auth);
        var bare = checks.signatureAlone();
        row("verify a new token", checks.unseen(), "one thread; bare ES256: %.0f/s".formatted(bare.median()));
        var seen = checks.seen().perSecond();
        for (int i = 0; i < seen.length; i++) {
            seen[i] *= 100;
        }
        row("verify one seen before", new Load.Rates(seen), "one thread");
    }

    private static void row(String what, Load.Rates rates, @Nullable String beside) {
        System.out.printf(
                Locale.ROOT,
                "%-24s %,10.0f/s   (%,.0f to %,.0f)%s%n",
                what,
                rates.median(),
                rates.least(),
                rates.most(),
                beside == null ? "" : "   " + beside);
    }

    /// Every worker has its own people, so that nobody waits for another's session.
    private static String[] share(
            List<Tenancies.Founder> people, int number, Function<Tenancies.Founder, String> what) {
        int each = people.size() / CONNECTIONS;
        return people.subList(number * each, (number + 1) * each).stream()
                .map(what)
                .toArray(String[]::new);
    }

    private Load.Work refreshing(String[] refreshTokens) throws IOException {
        var http = HttpConnection.to(auth);
        return new Load.Work() {
            private int next;

            @Override
            public void once() throws IOException {
                int session = next++ % refreshTokens.length;
                refreshTokens[session] = Tenancies.refresh(http, refreshTokens[session]);
            }
        };
    }

    private Load.Work exchanging(String[] keys) throws IOException {
        var http = HttpConnection.to(auth);
        return new Load.Work() {
            private int next;

            @Override
            public void once() throws IOException {
                var bearer = "Authorization: Bearer " + keys[next++ % keys.length] + "\r\n";
                var answer = http.post("/token", Tenancies.JSON + bearer, "{}");
                if (tokens.size() < TOKENS) {
                    tokens.add(Tenancies.member(answer, "access_token"));
                }
            }
        };
    }

    private Load.Work signingIn(String[] emails) throws IOException {
        var http = HttpConnection.to(auth);
        return new Load.Work() {
            private int next;

            @Override
            public void once() throws IOException {
                var body = "{\"email\":\"%s\",\"password\":\"%s\"}"
                        .formatted(emails[next++ % emails.length], Tenancies.PASSWORD);
                http.post("/auth/v1/token?grant_type=password", Tenancies.JSON, body);
            }
        };
    }

    private static Load.Work hashing() {
        var encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
        var hash = encoder.encode(Tenancies.PASSWORD);
        return () -> encoder.matches(Tenancies.PASSWORD, hash);
    }
}
