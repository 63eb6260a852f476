package io.deskwire.testsupport;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Stands in for auth-service: mints ES256 access tokens for any claims and publishes the keys at
/// `/auth/v1/.well-known/jwks.json`, so that a service under test verifies real signatures. Thread-safe.
public final class TestTokens implements AutoCloseable {

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Clock clock;
    private final HttpServer server;
    private final CopyOnWriteArrayList<ECKey> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger keyRequests = new AtomicInteger();

    private TestTokens(Clock clock, HttpServer server) {
        this.clock = clock;
        this.server = server;
    }

    /// On a random port of loopback; `clock` dates the tokens.
    public static TestTokens start(Clock clock) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var tokens = new TestTokens(clock, server);
            tokens.rotateKey();
            server.createContext("/auth/v1/.well-known/jwks.json", tokens::publishKeys);
            server.start();
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Base URL; what `DESKWIRE_AUTH_URL` and `DESKWIRE_PUBLIC_URL` are to be.
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The tokens' `iss`.
    public String issuer() {
        return url() + "/auth/v1";
    }

    /// Where the keys are that verify them.
    public String keysUrl() {
        return issuer() + "/.well-known/jwks.json";
    }

    /// A token that lives an hour. `claims` replace the defaults (`iss sub aud role session_id iat exp`); a null
    /// value removes one.
    public String mint(Map<String, ? extends @Nullable Object> claims) {
        return sign(claims, keys.getLast());
    }

    /// As [#mint], but signed by a key that nobody published, under a published key's id.
    public String forge(Map<String, ? extends @Nullable Object> claims) {
        return sign(claims, newKey(keys.getLast().getKeyID()));
    }

    /// A member of a tenant, with these permissions.
    public String member(UUID tenant, UUID user, String role, String... permissions) {
        return mint(Map.of(
                "sub", user.toString(),
                "tenant_id", tenant.toString(),
                "tenant_role", role,
                "permissions", List.of(permissions),
                "is_service_user", false));
    }

    /// The bearer of the secret key, as the auth-service swaps it.
    public String system(@Nullable UUID tenant, @Nullable String purpose) {
        var key = UUID.randomUUID().toString();
        var claims = new HashMap<String, @Nullable Object>();
        claims.put("sub", key);
        claims.put("session_id", key);
        claims.put("role", "service_role");
        claims.put("tenant_id", tenant == null ? null : tenant.toString());
        claims.put("purpose", purpose);
        return mint(claims);
    }

    /// Signs with a new key from now on; the earlier ones stay published.
    public void rotateKey() {
        keys.add(newKey(UUID.randomUUID().toString()));
    }

    /// How often the keys were fetched.
    public int keyRequests() {
        return keyRequests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String sign(Map<String, ? extends @Nullable Object> claims, ECKey key) {
        var now = clock.instant();
        var set = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(UUID.randomUUID().toString())
                .audience("authenticated")
                .claim("role", "authenticated")
                .claim("session_id", UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)));
        claims.forEach(set::claim);
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(key.getKeyID())
                    .build();
            var token = new SignedJWT(header, set.build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publishKeys(HttpExchange exchange) throws IOException {
        try (exchange) {
            keyRequests.incrementAndGet();
            var body = new JWKSet(List.<JWK>copyOf(keys)).toString(true).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
