package io.deskwire.auth.signingkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.token.TokenVerifier;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rotations as the secret key's bearer orders them, seen by this node, by another one and by a service.
@AuthServiceTest
class KeyRotationIT {
    @Autowired
    SigningKeys signing;

    @Autowired
    SigningKeyRepository repository;

    @Autowired
    SigningKeyProperties settings;

    @Autowired
    IdentityProperties identity;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Autowired
    People people;

    Api operator;

    @BeforeEach
    void connect() {
        operator = people.api().as(token("service_role"));
        // As if earlier tests' rotations were long done.
        system.run(
                "test",
                () -> jdbc.sql("UPDATE signing_keys SET activates_at = least(activates_at, now())")
                        .update());
        signing.refresh();
    }

    private String token(String role) {
        var now = clock.instant();
        var id = UUID.randomUUID().toString();
        return signing.sign(new JWTClaimsSet.Builder()
                .issuer(identity.issuer())
                .audience("authenticated")
                .subject(id)
                .claim("session_id", id)
                .claim("role", role)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .build());
    }

    private static String kid(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (java.text.ParseException failure) {
            throw new AssertionError(failure);
        }
    }

    private List<String> published() {
        return people.api()
                .get("/auth/v1/.well-known/jwks.json")
                .expect(200)
                .json()
                .get("keys")
                .findValuesAsString("kid");
    }

    private SigningKeys otherNode(Clock at) throws Exception {
        var node = new SigningKeys(repository, settings, identity, system, at);
        node.load();
        return node;
    }

    @Test
    void signsWithTheNewKeyAtOnceWhereItIsToldToAndStillTakesTheOldOne() {
        var before = people.signUp("before");
        var keys = operator.post("/auth/v1/admin/keys/rotate", Map.of("lead_seconds", 0))
                .expect(200)
                .json()
                .get("keys");

        var after = people.signUp("after");

        assertThat(kid(after.accessToken())).isNotEqualTo(kid(before.accessToken()));
        assertThat(kid(after.accessToken()))
                .isEqualTo(keys.get(keys.size() - 1).get("kid").asString());
        assertThat(published()).contains(kid(before.accessToken()), kid(after.accessToken()));
        people.api().as(before.accessToken()).get("/api/v1/tenants").expect(200);
        people.api().as(after.accessToken()).get("/api/v1/tenants").expect(200);
    }

    @Test
    void publishesTheNewKeyLongBeforeItSignsOnAnyNode() throws Exception {
        var old = kid(people.signUp("old").accessToken());
        var other = otherNode(clock);

        var keys = operator.post("/auth/v1/admin/keys/rotate", Map.of())
                .expect(200)
                .json()
                .get("keys");
        other.refresh();

        var fresh = keys.get(keys.size() - 1);
        assertThat(fresh.get("state").asString()).isEqualTo("pending");
        assertThat(published()).contains(fresh.get("kid").asString());
        assertThat(kid(people.signUp("still").accessToken())).isEqualTo(old);
        assertThat(other.ring().active(clock.instant()).jwk().getKeyID()).isEqualTo(old);
        assertThat(operator.post("/auth/v1/admin/keys/rotate", Map.of())
                        .expect(409)
                        .text("/code"))
                .isEqualTo("conflict");

        var later = otherNode(Clock.offset(clock, settings.lead()));
        assertThat(later.ring()
                        .active(clock.instant().plus(settings.lead()))
                        .jwk()
                        .getKeyID())
                .isEqualTo(fresh.get("kid").asString());
    }

    @Test
    void takesATokenOfAKeyThatAnotherNodeMadeAMomentAgo() throws Exception {
        var here = MutableClock.at(clock.instant());
        var node = otherNode(here);
        operator.post("/auth/v1/admin/keys/rotate", Map.of("lead_seconds", 0)).expect(200);
        here.advance(Duration.ofSeconds(10));

        var caller = new TokenVerifier(node, identity, clock)
                .authenticate(people.signUp("new-key").accessToken());

        assertThat(caller.session()).isNotNull();
    }

    @Test
    void takesThePrivateHalfOfAKeyThatSignsNoMore() throws Exception {
        var old = kid(people.signUp("old").accessToken());
        operator.post("/auth/v1/admin/keys/rotate", Map.of("lead_seconds", 0)).expect(200);

        otherNode(Clock.offset(clock, Duration.ofMinutes(10))).refresh();

        var kept = system.call("test", repository::all).stream()
                .filter(key -> key.jwk().getKeyID().equals(old))
                .findFirst()
                .orElseThrow();
        assertThat(kept.jwk().isPrivate()).isFalse();
        assertThat(published()).contains(old);
    }

    /// A copy of the database signs nothing.
    @Test
    void keepsPrivateHalvesSealed() {
        operator.post("/auth/v1/admin/keys/rotate", Map.of("lead_seconds", 0)).expect(200);

        var stored = system.call(
                "test",
                () -> jdbc.sql("SELECT jwk::text FROM signing_keys WHERE sealed IS NOT NULL")
                        .query(String.class)
                        .list());
        assertThat(stored).isNotEmpty().noneMatch(jwk -> jwk.contains("\"d\""));
        assertThat(system.call("test", repository::all))
                .filteredOn(key ->
                        stored.stream().anyMatch(jwk -> jwk.contains(key.jwk().getKeyID())))
                .hasSameSizeAs(stored)
                .allMatch(key -> key.jwk().isPrivate());
        people.api()
                .as(people.signUp("sealed").accessToken())
                .get("/auth/v1/user")
                .expect(200);
    }

    /// For a key that others know: what it signed counts no more, and what it signs from now on neither.
    @Test
    void dropsTheKeysBeforeAtOnceWhereItIsToldTo() throws Exception {
        var before = people.signUp("dropped");
        var stolen = token("service_role");
        var other = otherNode(clock);
        operator.post("/auth/v1/admin/keys/rotate", Map.of()).expect(200); // one is waiting to sign, too

        var keys = operator.post("/auth/v1/admin/keys/rotate", Map.of("drop_previous", true, "lead_seconds", 900))
                .expect(200)
                .json()
                .get("keys");

        assertThat(keys).hasSize(1);
        var kid = keys.get(0).get("kid").asString();
        assertThat(keys.get(0).get("state").asString()).isEqualTo("active");
        assertThat(keys.get(0).get("leaves_at").isNull()).isTrue();
        assertThat(published()).containsExactly(kid);
        assertThat(people.api()
                        .as(before.accessToken())
                        .get("/auth/v1/user")
                        .expect(403)
                        .text("/code"))
                .isEqualTo("bad_jwt");
        people.api().as(stolen).get("/auth/v1/admin/keys").expect(403);
        other.refresh();
        assertThat(other.ring().keys()).extracting(key -> key.jwk().getKeyID()).containsExactly(kid);
        assertThat(system.call(
                        "test",
                        () -> jdbc.sql("SELECT details->>'dropped_previous' FROM audit_log"
                                        + " WHERE action = 'signing_key.rotated' AND details->>'kid' = :kid")
                                .param("kid", kid)
                                .query(String.class)
                                .single()))
                .isEqualTo("true");

        // The session goes on: its refresh token was signed by nobody.
        var after = people.refresh(before.refreshToken());
        assertThat(kid(after.accessToken())).isEqualTo(kid);
        people.api().as(after.accessToken()).get("/api/v1/tenants").expect(200);
    }

    @Test
    void recordsARotation() {
        operator.post("/auth/v1/admin/keys/rotate", Map.of("lead_seconds", 0)).expect(200);

        var actors = system.call(
                "test",
                () -> jdbc.sql("SELECT DISTINCT actor FROM audit_log WHERE action = 'signing_key.rotated'")
                        .query(String.class)
                        .list());
        assertThat(actors).isEqualTo(List.of("system:secret-key/auth-admin"));
    }

    @Test
    void isForTheSecretKeyAlone() {
        assertThat(people.api()
                        .post("/auth/v1/admin/keys/rotate", Map.of())
                        .expect(401)
                        .text("/code"))
                .isEqualTo("no_authorization");
        assertThat(people.api()
                        .as("nonsense")
                        .get("/auth/v1/admin/keys")
                        .expect(403)
                        .text("/code"))
                .isEqualTo("bad_jwt");
        for (var token : List.of(people.founder("admin").accessToken(), token("authenticated"), token("anon"))) {
            assertThat(people.api()
                            .as(token)
                            .post("/auth/v1/admin/keys/rotate", Map.of())
                            .expect(403)
                            .text("/code"))
                    .isEqualTo("not_admin");
        }
        assertThat(operator.post("/auth/v1/admin/keys/rotate", Map.of("lead_seconds", -1))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
    }
}
