package io.deskwire.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AuthServiceTest
class ApiKeyIT {
    @Autowired
    People people;

    private String serviceUser(Api admin, String... permissions) {
        return admin.post("/api/v1/service-users", Map.of("name", "orders", "permissions", List.of(permissions)))
                .expect(201)
                .text("/service_user/id");
    }

    @Test
    void showsTheKeyOnceAndListsItByItsPrefix() {
        var admin = people.api().as(people.founder("keys").accessToken());
        var made = admin.post(
                        "/api/v1/api-keys",
                        Map.of("service_user_id", serviceUser(admin, "tickets.read"), "name", "production"))
                .expect(201);

        var listed = admin.get("/api/v1/api-keys").expect(200).json().get("data");

        assertThat(made.text("/api_key/key")).startsWith(made.text("/api_key/prefix"));
        assertThat(listed).hasSize(2);
        assertThat(listed).noneSatisfy(key -> assertThat(key.has("key")).isTrue());
        assertThat(listed.get(0).get("status").asString()).isEqualTo("active");
    }

    @Test
    void swapsAKeyForATokenOfItsServiceUser() throws Exception {
        var founder = people.founder("swap");

        var answer = people.api()
                .as(founder.apiKey())
                .post("/token", Map.of("expires_in", 900))
                .expect(200);

        assertThat(answer.json().get("expires_in").asInt()).isEqualTo(900);
        assertThat(answer.text("/tenant_id")).isEqualTo(founder.tenantId());
        var claims = SignedJWT.parse(answer.text("/access_token")).getJWTClaimsSet();
        assertThat(claims.getStringClaim("tenant_role")).isEqualTo("service");
        assertThat(claims.getBooleanClaim("is_service_user")).isTrue();
        assertThat(claims.getStringListClaim("permissions"))
                .contains("tickets.write")
                .doesNotContain("api_keys.manage");
    }

    @Test
    void cutsTheTokenDownToTheKeysScopes() throws Exception {
        var admin = people.api().as(people.founder("scopes").accessToken());
        var key = admin.post(
                        "/api/v1/api-keys",
                        Map.of(
                                "service_user_id", serviceUser(admin, "tickets.read", "tickets.write"),
                                "name", "read only",
                                "scopes", List.of("tickets.read", "jobs.read")))
                .expect(201)
                .text("/api_key/key");

        var token = people.api().as(key).post("/token", Map.of()).expect(200).text("/access_token");

        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringListClaim("permissions"))
                .containsExactly("tickets.read");
    }

    @Test
    void refusesARevokedAForeignAndAMistypedKey() {
        var founder = people.founder("revoked");
        var admin = people.api().as(founder.accessToken());
        var id = admin.get("/api/v1/api-keys").json().at("/data/0/id").asString();
        var key = founder.apiKey();

        people.api()
                .as(key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0"))
                .post("/token", Map.of())
                .problem(401, "unauthenticated");
        people.api()
                .as(people.founder("other").accessToken())
                .delete("/api/v1/api-keys/" + id)
                .problem(404, "not-found");
        people.api().as(key).post("/token", Map.of()).expect(200);
        admin.delete("/api/v1/api-keys/" + id).expect(204);
        admin.delete("/api/v1/api-keys/" + id).expect(204);

        people.api().as(key).post("/token", Map.of()).problem(401, "unauthenticated");
        people.api()
                .as(founder.apiKey())
                .post("/token", Map.of("expires_in", 60))
                .problem(400, "malformed");
    }

    /// The whole way: revocation → outbox → relay → Kafka → every node's memory.
    @Test
    void refusesTheTokensOfARevokedKeyWithinFiveSeconds() {
        var founder = people.founder("cutoff");
        var admin = people.api().as(founder.accessToken());
        var serviceUser = people.api()
                .as(people.api()
                        .as(founder.apiKey())
                        .post("/token", Map.of())
                        .expect(200)
                        .text("/access_token"));
        serviceUser.get("/api/v1/tenants").expect(200);

        admin.delete("/api/v1/api-keys/"
                        + admin.get("/api/v1/api-keys").json().at("/data/0/id").asString())
                .expect(204);

        await().untilAsserted(() -> serviceUser.get("/api/v1/tenants").problem(401, "unauthenticated"));
    }

    @Test
    void refusesAKeyFromAnotherNetworkAndAnExpiredOne() {
        var admin = people.api().as(people.founder("network").accessToken());
        var serviceUser = serviceUser(admin, "tickets.read");
        var key = admin.post(
                        "/api/v1/api-keys",
                        Map.of(
                                "service_user_id",
                                serviceUser,
                                "name",
                                "office",
                                "allowed_cidrs",
                                List.of("192.0.2.0/24")))
                .expect(201)
                .text("/api_key/key");

        people.api().as(key).post("/token", Map.of()).problem(401, "unauthenticated");
        people.api()
                .as(key)
                .with("X-Forwarded-For", "192.0.2.7")
                .post("/token", Map.of())
                .expect(200);
        admin.post(
                        "/api/v1/api-keys",
                        Map.of("service_user_id", serviceUser, "name", "old", "expires_at", "2020-01-01T00:00:00Z"))
                .problem(400, "malformed");
    }

    @Test
    void letsAServiceUserSignInWithItsGeneratedPassword() throws Exception {
        var admin = people.api().as(people.founder("service").accessToken());
        var made = admin.post(
                        "/api/v1/service-users",
                        Map.of("name", "robot", "permissions", List.of("tickets.read"), "application_name", "Robot"))
                .expect(201);

        var session = people.api()
                .post(
                        "/auth/v1/token?grant_type=password",
                        Map.of(
                                "email", made.text("/credentials/email"),
                                "password", made.text("/credentials/password")))
                .expect(200);

        var claims = SignedJWT.parse(session.text("/access_token")).getJWTClaimsSet();
        assertThat(claims.getBooleanClaim("is_service_user")).isTrue();
        assertThat(claims.getStringClaim("application_name")).isEqualTo("Robot");
        assertThat(claims.getStringListClaim("permissions")).containsExactly("tickets.read");
    }

    @Test
    void letsNoServiceUserManageServiceUsers() {
        var founder = people.founder("escalation");
        var admin = people.api().as(founder.accessToken());
        var token = people.api().as(founder.apiKey()).post("/token", Map.of()).text("/access_token");

        people.api()
                .as(token)
                .post("/api/v1/service-users", Map.of("name", "x", "permissions", List.of()))
                .problem(403, "forbidden");
        admin.post("/api/v1/service-users", Map.of("name", "x", "permissions", List.of("api_keys.manage")))
                .problem(422, "permission-not-for-service-users");
        admin.post("/api/v1/service-users", Map.of("name", "x", "permissions", List.of("no.such")))
                .problem(400, "malformed");
        admin.post(
                        "/api/v1/api-keys",
                        Map.of("service_user_id", UUID.randomUUID().toString(), "name", "x"))
                .problem(404, "not-found");
    }
}
