package io.deskwire.common.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedKeysTests {
    private static final ECKey first = key("first");
    private static final ECKey second = key("second");

    private final AtomicInteger fetches = new AtomicInteger();
    private volatile @Nullable JWKSet published = new JWKSet(first);
    private HttpServer server;
    private PublishedKeys keys;

    @BeforeEach
    void publish() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            fetches.incrementAndGet();
            var set = published;
            var body = set == null ? new byte[0] : set.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(set == null ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        keys = new PublishedKeys(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                        .toURL());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static ECKey key(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private List<JWK> named(String kid) throws KeySourceException {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(kid).build()), null);
    }

    @Test
    void manyInventedKeysAreKeysThatDoNotExistAndFetchLittle() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(named(UUID.randomUUID().toString())).isEmpty();
        }

        assertThat(named("first")).hasSize(1);
        assertThat(fetches.get()).isLessThan(50);
    }

    @Test
    void aNewKeyCountsWhileSomebodyInventsOthers() throws Exception {
        assertThat(named("first")).hasSize(1);
        published = new JWKSet(List.of(first, second));

        await().until(() -> {
            named(UUID.randomUUID().toString());
            return !named("second").isEmpty();
        });
    }

    @Test
    void keysThatWereNeverFetchedAreNoAnswer() {
        published = null;

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> named("first")).isInstanceOf(KeySourceException.class);
        }
    }
}
