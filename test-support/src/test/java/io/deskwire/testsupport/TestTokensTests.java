package io.deskwire.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestTokensTests {

    private final Clock clock = MutableClock.at("2026-11-21T10:00:00Z");
    private final TestTokens tokens = TestTokens.start(clock);

    @AfterEach
    void stop() {
        tokens.close();
    }

    @Test
    void verifyAgainstThePublishedKeysAlsoAfterARotation() throws Exception {
        var before = tokens.mint(Map.of("tenant_role", "admin"));
        tokens.rotateKey();
        var after = tokens.member(UUID.randomUUID(), UUID.randomUUID(), "agent", "tickets.read");
        assertThat(verifies(before)).isTrue();
        assertThat(verifies(after)).isTrue();
        assertThat(tokens.keyRequests()).isEqualTo(2);
    }

    @Test
    void doNotVerifyWhenForged() throws Exception {
        assertThat(verifies(tokens.forge(Map.of()))).isFalse();
    }

    @Test
    void carryTheClaimsAskedForAndNoOthers() throws Exception {
        var wish = new HashMap<String, Object>();
        wish.put("iss", "https://elsewhere.example");
        wish.put("role", null);
        var claims = SignedJWT.parse(tokens.mint(wish)).getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("https://elsewhere.example");
        assertThat(claims.getClaim("role")).isNull();
        assertThat(claims.getIssueTime()).isEqualTo(clock.instant().toString());
    }

    private boolean verifies(String token) throws Exception {
        var jwt = SignedJWT.parse(token);
        var keys = JWKSet.load(
                URI.create(tokens.issuer() + "/.well-known/jwks.json").toURL());
        var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey();
        assertThat(key.isPrivate()).isFalse();
        return jwt.verify(new ECDSAVerifier(key));
    }
}
