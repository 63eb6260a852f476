package io.deskwire.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AuthServiceTest
class KeyRotationIT {
    @Autowired
    People people;

    Api admin;
    String key;
    String path;

    @BeforeEach
    void makeAKey() {
        var founder = people.founder("rotation");
        admin = people.api().as(founder.accessToken());
        key = founder.apiKey();
        path = "/api/v1/api-keys/" + admin.get("/api/v1/api-keys").text("/data/0/id");
    }

    private Api.Answer swap(String secret) {
        return people.api().as(secret).post("/token", Map.of());
    }

    private Api serviceUser(String secret) {
        return people.api().as(swap(secret).expect(200).text("/access_token"));
    }

    @Test
    void givesANewSecretAndLetsTheOldOneWorkThroughTheOverlap() throws Exception {
        var rotated =
                admin.post(path + "/rotate", Map.of("overlap_seconds", 600)).expect(200);
        var fresh = rotated.text("/api_key/key");

        assertThat(fresh).startsWith(rotated.text("/api_key/prefix")).isNotEqualTo(key);
        assertThat(key).startsWith(rotated.text("/api_key/prefix"));
        assertThat(rotated.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(rotated.header("Cache-Control")).contains("no-store");
        assertThat(swap(fresh).expect(200).json().get("expires_in").asInt()).isEqualTo(3600);
        var old = swap(key).expect(200);
        assertThat(old.json().get("expires_in").asInt()).isBetween(590, 600);
        assertThat(SignedJWT.parse(old.text("/access_token"))
                        .getJWTClaimsSet()
                        .getExpirationTime()
                        .toInstant())
                .isBeforeOrEqualTo(java.time.Instant.parse(rotated.text("/api_key/overlap_ends_at")));
        assertThat(admin.get(path).text("/overlap_ends_at")).isEqualTo(rotated.text("/api_key/overlap_ends_at"));
    }

    /// The whole way: overlap over → revocation → outbox → relay → Kafka → every node's memory.
    @Test
    void endsTheOldSecretAndItsEarlierTokensWithTheOverlap() {
        var before = serviceUser(key);
        var fresh = admin.post(path + "/rotate", Map.of("overlap_seconds", 2))
                .expect(200)
                .text("/api_key/key");
        before.get("/api/v1/tenants").expect(200);

        await().untilAsserted(() -> {
            swap(key).problem(401, "unauthenticated");
            before.get("/api/v1/tenants").problem(401, "unauthenticated");
        });
        serviceUser(fresh).get("/api/v1/tenants").expect(200);
    }

    @Test
    void withoutAnOverlapEndsTheOldSecretAtOnce() {
        var before = serviceUser(key);

        var fresh = admin.post(path + "/rotate", Map.of("overlap_seconds", 0))
                .expect(200)
                .text("/api_key/key");

        swap(key).problem(401, "unauthenticated");
        var after = serviceUser(fresh);
        await().untilAsserted(() -> before.get("/api/v1/tenants").problem(401, "unauthenticated"));
        after.get("/api/v1/tenants").expect(200);
    }

    @Test
    void endsTheOldestSecretAtASecondRotation() {
        var second = admin.post(path + "/rotate", Map.of()).expect(200).text("/api_key/key");
        var third = admin.send("POST", path + "/rotate", null).expect(200).text("/api_key/key");

        swap(key).problem(401, "unauthenticated");
        swap(second).expect(200);
        swap(third).expect(200);
    }

    @Test
    void revokesEverySecretOfAKey() {
        var fresh = admin.post(path + "/rotate", Map.of()).expect(200).text("/api_key/key");

        admin.delete(path).expect(204);

        swap(key).problem(401, "unauthenticated");
        swap(fresh).problem(401, "unauthenticated");
        admin.post(path + "/rotate", Map.of()).problem(409, "key-revoked");
    }

    @Test
    void refusesAnOverlapOutOfBoundsAndAStaleRevocation() {
        admin.post(path + "/rotate", Map.of("overlap_seconds", -1)).problem(400, "malformed");
        admin.post(path + "/rotate", Map.of("overlap_seconds", 2_592_001)).problem(400, "malformed");
        admin.post(path + "/rotate", Map.of("overlap", 1)).problem(400, "malformed");
        var etag = admin.get(path).header("ETag");
        admin.post(path + "/rotate", Map.of()).expect(200);
        var problem = admin.with("If-Match", etag).delete(path).problem(412, "stale");
        assertThat(problem.get("changed").toString()).contains("rotated_at");
    }

    @Test
    void showsTheSameSecretToARepeatedRequest() {
        var api = admin.with("Idempotency-Key", "rotate");

        var first = api.post(path + "/rotate", Map.of()).expect(200);
        var again = api.post(path + "/rotate", Map.of()).expect(200);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.text("/api_key/key")).isEqualTo(first.text("/api_key/key"));
        swap(key).expect(200);
    }
}
