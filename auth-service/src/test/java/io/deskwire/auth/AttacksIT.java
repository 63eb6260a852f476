package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Forged tokens, smuggled headers and injected text against the running service.
@AuthServiceTest
@ExtendWith(OutputCaptureExtension.class)
class AttacksIT {
    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    People people;

    private void refusedEverywhere(String token) {
        people.api().as(token).get("/api/v1/tenants").problem(401, "unauthenticated");
        assertThat(people.api().as(token).get("/auth/v1/user").expect(403).text("/code"))
                .isEqualTo("bad_jwt");
        assertThat(people.api().as(token).get("/auth/v1/admin/keys").expect(403).text("/code"))
                .isEqualTo("bad_jwt");
    }

    @Test
    void refusesForgedTokensAtEveryDoor() throws Exception {
        var genuine = people.founder("forged").accessToken();
        var parts = genuine.split("\\.");
        var published =
                people.api().get("/auth/v1/.well-known/jwks.json").response().body();
        var claims = SignedJWT.parse(genuine).getJWTClaimsSet();
        var confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(SignedJWT.parse(genuine).getHeader().getKeyID())
                        .build(),
                claims);
        confused.sign(new MACSigner(published.getBytes(StandardCharsets.UTF_8)));
        var elevated = claims.toString().replace("\"role\":\"authenticated\"", "\"role\":\"service_role\"");

        refusedEverywhere(confused.serialize());
        refusedEverywhere(Base64URL.encode("{\"alg\":\"none\"}") + "." + parts[1] + ".");
        refusedEverywhere(parts[0] + "." + Base64URL.encode(elevated) + "." + parts[2]);
        refusedEverywhere(genuine.substring(0, genuine.length() - 10));
    }

    /// Who somebody is stands in the token; whatever a header says of it is nobody's word.
    @Test
    void believesNoHeaderAboutWhoIsCalling() {
        var victim = people.founder("victim");
        var attacker = people.founder("attacker");
        var smuggling = people.api()
                .with("X-Tenant-Id", victim.tenantId())
                .with("X-Tenant", "victim")
                .with("X-User-Id", UUID.randomUUID().toString())
                .with("X-User", victim.email())
                .with("X-Role", "service_role")
                .with("X-Permissions", "audit.read,tenant.manage")
                .with("X-Deskwire-Caller", victim.tenantId())
                .with("X-Auth-Request-User", victim.email())
                .with("X-JWT-Claims", "{\"role\":\"service_role\"}")
                .with("X-Original-URL", "/api/v1/audit")
                .with("X-HTTP-Method-Override", "DELETE");

        smuggling.get("/api/v1/audit").problem(401, "unauthenticated");
        var audit = smuggling.as(attacker.accessToken()).get("/api/v1/audit").expect(200);
        assertThat(audit.response().body()).doesNotContain(victim.tenantId());
        smuggling
                .as(attacker.accessToken())
                .get("/api/v1/tenants/" + victim.tenantId())
                .problem(404, "not-found");
        assertThat(smuggling
                        .as(people.signUp("x").accessToken())
                        .get("/auth/v1/admin/keys")
                        .expect(403)
                        .text("/code"))
                .isEqualTo("not_admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE users; --",
                "' OR '1'='1",
                "\\'; SELECT pg_sleep(10); --",
                "x' UNION SELECT jwk FROM signing_keys --",
                "${jndi:ldap://127.0.0.1/x}",
                "%27%20OR%201%3D1"
            })
    void takesTextForText(String text) {
        var founder = people.founder("text");
        var admin = people.api().as(founder.accessToken());
        var password = Map.of("email", text + "@example.com", "password", text + text);

        assertThat(people.api()
                        .post("/auth/v1/token?grant_type=password", password)
                        .status())
                .isEqualTo(400);
        people.api()
                .with("X-Tenant", text)
                .post(
                        "/auth/v1/token?grant_type=password",
                        Map.of("email", founder.email(), "password", People.PASSWORD))
                .expect(200);
        var made = admin.with("User-Agent", text)
                .post("/api/v1/service-users", Map.of("name", text, "permissions", List.of()))
                .expect(201);
        assertThat(made.text("/service_user/name")).isEqualTo(text);
        assertThat(admin.get("/api/v1/audit?limit=1").text("/data/0/user_agent"))
                .isEqualTo(text);
        var encoded = java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
        assertThat(admin.get("/api/v1/audit?action=" + encoded)
                        .expect(200)
                        .json()
                        .get("data"))
                .isEmpty();
        admin.get("/api/v1/audit?actor_id=" + encoded).problem(400, "malformed");
        admin.get("/api/v1/audit?cursor=" + encoded).problem(400, "malformed");
        assertThat(admin.get("/api/v1/service-users/" + encoded.replace("+", "%20"))
                        .status())
                .isBetween(400, 404);
        assertThat(system.call(
                        "test",
                        () -> jdbc.sql("SELECT count(*) FROM users")
                                .query(Long.class)
                                .single()))
                .isPositive();
    }

    /// Nothing that a client sends begins a line of the log.
    @Test
    void forgesNoLineOfTheLog(CapturedOutput log) throws IOException {
        var forged = "\r\nFORGED 2026-11-21 ERROR admin signed in";
        var encoded = "%0D%0AFORGED%20line";
        Api api = people.api();
        api.post("/auth/v1/signup", Map.of("email", "a" + forged + "@example.com", "password", People.PASSWORD));
        api.post(
                "/auth/v1/signup",
                Map.of(
                        "email",
                        UUID.randomUUID() + "@example.com",
                        "password",
                        People.PASSWORD,
                        "data",
                        Map.of("name", forged)));
        api.post("/auth/v1/token?grant_type=" + encoded, Map.of("email", forged, "password", forged));
        api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", forged));
        api.post("/auth/v1/logout?scope=" + encoded, Map.of());
        api.get("/auth/v1/" + encoded);
        api.get("/api/v1/" + encoded);
        api.as(Base64URL.encode("{\"alg\":\"ES256\",\"kid\":\"\\r\\nFORGED kid\"}") + ".e30.AAAA")
                .get("/api/v1/tenants");
        api.as("dw_live_" + encoded).post("/token", Map.of());
        raw("GET /auth/v1/settings HTTP/1.1\r\nHost: x\r\nUser-Agent: a\rFORGED agent\r\nConnection: close\r\n\r\n");
        raw(
                "GET /auth/v1/settings HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\tFORGED\r\n FORGED folded\r\nConnection: close\r\n\r\n");
        raw("GET /a\u0000b FORGED\r\n\r\n");

        assertThat(log.getAll().lines().filter(line -> line.strip().startsWith("FORGED")))
                .isEmpty();
    }

    private void raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            InputStream answer = socket.getInputStream();
            assertThat(new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 ");
        }
    }
}
