package io.deskwire.auth.secretkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.testsupport.Api;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AuthServiceTest
class SecretKeyIT {
    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";

    @Autowired
    People people;

    Api api;
    Founder founder;

    @BeforeEach
    void connect() {
        api = people.api();
        founder = people.founder("elevated");
    }

    private Api secret() {
        return api.as(AuthServiceTest.SECRET_KEY);
    }

    @Test
    void isSwappedForAShortTokenThatSaysNothingAUsersTokenSays() throws ParseException {
        var answer = secret().post("/token", Map.of("purpose", "nightly-export", "tenant", founder.tenantId()))
                .expect(200);

        assertThat(answer.json().get("expires_in").asInt()).isEqualTo(300);
        assertThat(answer.text("/tenant_id")).isEqualTo(founder.tenantId());
        assertThat(answer.header("Cache-Control")).contains("no-store");
        var claims = SignedJWT.parse(answer.text("/access_token")).getJWTClaimsSet();
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder(
                        "iss", "aud", "sub", "iat", "jti", "exp", "role", "session_id", "purpose", "tenant_id");
        assertThat(claims.getStringClaim("role")).isEqualTo("service_role");
        assertThat(claims.getSubject()).isEqualTo(claims.getStringClaim("session_id"));
    }

    @Test
    void findsTheTenantBySlug() {
        var slug = api.as(founder.accessToken())
                .get("/api/v1/tenants/" + founder.tenantId())
                .text("/slug");

        assertThat(secret().post("/token", Map.of("tenant", slug)).expect(200).text("/tenant_id"))
                .isEqualTo(founder.tenantId());
        secret().post("/token", Map.of("tenant", "no-such-tenant")).problem(404, "not-found");
        secret().post("/token", Map.of("tenant", UUID.randomUUID())).problem(404, "not-found");
    }

    @Test
    void refusesAWrongKeyABadPurposeAndABrowser() {
        api.as(AuthServiceTest.SECRET_KEY + "x").post("/token", Map.of()).problem(401, "unauthenticated");
        api.as("sb_secret_").post("/token", Map.of()).problem(401, "unauthenticated");
        for (var purpose : List.of("", "a", "Nightly Export", "x\ny", "-a-b", "a".repeat(65))) {
            secret().post("/token", Map.of("purpose", purpose)).problem(400, "malformed");
        }
        secret().with("User-Agent", BROWSER).post("/token", Map.of()).problem(401, "unauthenticated");
        secret().with("Origin", "https://app.example").post("/token", Map.of()).problem(401, "unauthenticated");
    }

    @Test
    void givesAnApiKeyNeitherPurposeNorTenant() {
        api.as(founder.apiKey()).post("/token", Map.of("purpose", "mine")).problem(400, "malformed");
        api.as(founder.apiKey())
                .post("/token", Map.of("tenant", founder.tenantId()))
                .problem(400, "malformed");
    }

    @Test
    void doesEverythingInTheChosenTenantAndIsInItsAudit() {
        var server = people.server("nightly-export", founder.tenantId());

        server.get("/api/v1/service-users").expect(200);
        var made = server.post("/api/v1/service-users", Map.of("name", "exporter", "permissions", List.of()))
                .expect(201);

        assertThat(made.text("/service_user/tenant_id")).isEqualTo(founder.tenantId());
        var audit = api.as(founder.accessToken()).get("/api/v1/audit").expect(200);
        assertThat(audit.json().get("data"))
                .filteredOn(entry -> "system:secret-key/nightly-export"
                        .equals(entry.get("actor").asString()))
                .extracting(entry -> entry.get("action").asString() + " "
                        + entry.at("/details/method").asString("")
                        + entry.at("/details/path").asString(""))
                .containsExactly(
                        "service_user.created ",
                        "system_access.used POST/api/v1/service-users",
                        "system_access.used GET/api/v1/service-users",
                        "system_access.granted ");
        assertThat(audit.json().at("/data/0/address").asString()).isEqualTo("127.0.0.1");
        assertThat(audit.response().body()).doesNotContain(AuthServiceTest.SECRET_KEY);
    }

    @Test
    void seesEveryTenantWhenItChoosesNone() {
        var other = people.founder("neighbour");
        var server = people.server("usage-report", null);

        server.get("/api/v1/tenants/" + founder.tenantId()).expect(200);
        server.get("/api/v1/tenants/" + other.tenantId()).expect(200);
        server.get("/api/v1/service-users").problem(403, "no-tenant");
    }

    @Test
    void seesOnlyTheTenantItChose() {
        var other = people.founder("unchosen");
        var server = people.server("report", founder.tenantId());

        var listed = server.get("/api/v1/tenants?limit=200").expect(200);

        assertThat(listed.json().findValuesAsString("id")).containsExactly(founder.tenantId());
        server.get("/api/v1/tenants/" + founder.tenantId()).expect(200);
        server.get("/api/v1/tenants/" + other.tenantId()).problem(404, "not-found");
        server.delete("/api/v1/tenants/" + other.tenantId()).problem(404, "not-found");
    }

    @Test
    void staysInTheTenantThatItsTokenNamesWhateverItsHeadersSay() {
        var other = people.founder("neighbour");
        var server = people.server("nightly-export", founder.tenantId())
                .with("X-Tenant", other.tenantId())
                .with("X-Deskwire-Purpose", "something-else");

        var tenant = server.get("/api/v1/service-users").expect(200).text("/data/0/tenant_id");
        var theirs = api.as(other.accessToken())
                .get("/api/v1/service-users")
                .expect(200)
                .text("/data/0/id");

        assertThat(tenant).isEqualTo(founder.tenantId());
        server.get("/api/v1/service-users/" + theirs).problem(404, "not-found");
    }

    @Test
    void needsAPurposeAndNoBrowser() {
        people.server(null, founder.tenantId())
                .with("X-Deskwire-Purpose", "too-late")
                .get("/api/v1/service-users")
                .problem(403, "purpose-required");
        var server = people.server("nightly-export", founder.tenantId());
        server.with("User-Agent", BROWSER).get("/api/v1/service-users").problem(401, "unauthenticated");
        server.with("Origin", "https://app.example")
                .get("/api/v1/service-users")
                .problem(401, "unauthenticated");
    }

    @Test
    void isNotAnybodyForTheAccountEndpoints() {
        var answer = people.adminClient().get("/auth/v1/user").expect(403);

        assertThat(answer.text("/code")).isEqualTo("bad_jwt");
        assertThat(answer.text("/message")).isEqualTo("invalid claim: missing sub claim");
    }

    /// What a person says of itself decides nothing.
    @Test
    void isNotWonBySigningUpWithItsMarks() throws ParseException {
        var answer = api.post(
                        "/auth/v1/signup",
                        Map.of(
                                "email",
                                "mass-%s@example.com".formatted(UUID.randomUUID()),
                                "password",
                                People.PASSWORD,
                                "role",
                                "service_role",
                                "app_metadata",
                                Map.of("role", "service_role"),
                                "data",
                                Map.of(
                                        "role",
                                        "service_role",
                                        "purpose",
                                        "nightly-export",
                                        "tenant_id",
                                        founder.tenantId(),
                                        "is_service_user",
                                        true,
                                        "organization_id",
                                        founder.tenantId())))
                .expect(200);

        var claims = SignedJWT.parse(answer.text("/access_token")).getJWTClaimsSet();
        assertThat(claims.getStringClaim("role")).isEqualTo("authenticated");
        assertThat(claims.getBooleanClaim("is_service_user")).isFalse();
        assertThat(claims.getClaim("tenant_id")).isNull();
        assertThat(claims.getClaim("purpose")).isNull();
        assertThat(claims.getClaim("organization_id")).isNull();
        api.as(answer.text("/access_token")).get("/api/v1/service-users").problem(403, "forbidden");
    }
}
