package io.deskwire.benchmarks;

import com.nimbusds.jose.jwk.JWKSet;
import io.deskwire.benchmarks.client.Running;
import io.deskwire.localstack.home.StackState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// What the auth-service of a running stack does in a second, over 16 connections, each figure the median of five runs;
/// on request beside a Keycloak that does the same, run by run in turn.
///
/// Speaks to the auth-service itself, past the gateway. Everything runs on the same processors: service, PostgreSQL and
/// this. Arguments: path of the env file (`.deskwire/env`), seconds of a run (5), an unpacked Keycloak and an empty
/// folder for it.
public final class AuthThroughput {
    /// The second compiler needs its time, the more so where it has to share the processors.
    private static final Duration WARM_UP = Duration.ofSeconds(45);
    private static final String AUTH = "auth-service";

    private final URI auth;
    private final URI publicUrl;
    private final Duration length;

    private AuthThroughput(URI auth, URI publicUrl, Duration length) {
        this.auth = auth;
        this.publicUrl = publicUrl;
        this.length = length;
    }

    public static void main(String[] arguments) throws Exception {
        var envFile = Path.of(arguments.length > 0 ? arguments[0] : ".deskwire/env");
        var env = Running.env(envFile);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var publicUrl = URI.create(Objects.requireNonNull(env.get("DESKWIRE_URL"), "DESKWIRE_URL"));
        var auth = URI.create(Objects.requireNonNullElseGet(System.getenv("DESKWIRE_AUTH_URL"), () -> auth(envFile)));
        var benchmark = new AuthThroughput(auth, publicUrl, Duration.ofSeconds(seconds));
        benchmark.run(arguments.length > 3 ? Keycloak.start(Path.of(arguments[2]), Path.of(arguments[3])) : null);
    }

    /// Where the stack says that its auth-service listens.
    private static String auth(Path envFile) {
        return StackState.read(envFile.toAbsolutePath().resolveSibling("")).stream()
                .flatMap(state -> state.parts().stream())
                .filter(part -> part.name().equals(AUTH))
                .map(StackState.Part::address)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No running stack of this machine beside " + envFile
                        + " (expected: ./deskwire up --detach, or DESKWIRE_AUTH_URL)"));
    }

    private void run(@Nullable Keycloak peer) throws Exception {
        System.out.printf(
                "%d processors, %d connections to %s, data in PostgreSQL, median of %d runs of %d s%n",
                Runtime.getRuntime().availableProcessors(), TokenServer.WORKERS, auth, Load.RUNS, length.toSeconds());
        var deskwire = DeskwireTokens.at(auth);
        var servers = Stream.of(deskwire, peer).filter(Objects::nonNull).toList();
        System.out.printf("warming up for %d s%n", 2 * servers.size() * WARM_UP.toSeconds());
        var warmUp = new Load(TokenServer.WORKERS, WARM_UP, Duration.ofMillis(1));
        for (TokenServer server : servers) {
            warmUp.run(server::refreshing);
            warmUp.run(server::exchanging);
        }
        var load = new Load(TokenServer.WORKERS, Duration.ofSeconds(5), length);
        row("refresh", load.run(each(servers, server -> server::refreshing)), null);
        row("key → access token", load.run(each(servers, server -> server::exchanging)), null);
        var argon = new Load(Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(3), Duration.ofSeconds(3))
                .run(_ -> hashing());
        row(
                "password sign-in",
                load.run(each(servers, server -> server::signingIn)),
                "bare Argon2id check on every processor: %.0f/s".formatted(argon.median()));
        var checks = new TokenChecks(
                deskwire.accessTokens(),
                JWKSet.load(auth.resolve("/auth/v1/.well-known/jwks.json").toURL()),
                publicUrl,
                auth);
        var bare = checks.signatureAlone();
        row("verify a new token", List.of(checks.unseen()), "one thread; bare ES256: %.0f/s".formatted(bare.median()));
        var seen = checks.seen().perSecond();
        for (int i = 0; i < seen.length; i++) {
            seen[i] *= 100;
        }
        row("verify one seen before", List.of(new Load.Rates(seen)), "one thread");
    }

    private static List<Load.Staff> each(List<? extends TokenServer> servers, Function<TokenServer, Load.Staff> work) {
        return servers.stream().map(work).toList();
    }

    /// @param rates Deskwire's, and the peer's where there is one
    private static void row(String what, List<Load.Rates> rates, @Nullable String beside) {
        var own = rates.getFirst();
        var line = new StringBuilder(String.format(
                Locale.ROOT, "%-24s %,10.0f/s   (%,.0f to %,.0f)", what, own.median(), own.least(), own.most()));
        if (rates.size() > 1) {
            var peer = rates.getLast();
            line.append(String.format(
                    Locale.ROOT,
                    "   Keycloak: %,.0f/s (%,.0f to %,.0f), ratio %.2f",
                    peer.median(),
                    peer.least(),
                    peer.most(),
                    own.median() / peer.median()));
        }
        System.out.println(beside == null ? line : line.append("   ").append(beside));
    }

    private static Load.Work hashing() {
        var encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
        var hash = encoder.encode(Tenancies.PASSWORD);
        return () -> encoder.matches(Tenancies.PASSWORD, hash);
    }
}
