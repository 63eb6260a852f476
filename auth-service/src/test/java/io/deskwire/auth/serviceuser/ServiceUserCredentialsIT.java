package io.deskwire.auth.serviceuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.GoldenSamples;
import io.deskwire.testsupport.JsonShape;
import io.deskwire.testsupport.MutableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@AuthServiceTest
class ServiceUserCredentialsIT {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    ServiceUserRepository repository;

    @Autowired
    ServiceUserEvents events;

    @Autowired
    ServiceUserProperties properties;

    @Autowired
    Clock clock;

    @Autowired
    People people;

    People.Founder founder;
    Api admin;
    String id;
    String path;
    String email;
    String password;

    @BeforeEach
    void makeOne() {
        founder = people.founder("credentials");
        admin = people.api().as(founder.accessToken());
        var made = admin.post(
                        "/api/v1/service-users",
                        Map.of(
                                "name", "robot",
                                "application_id", "erp",
                                "application_name", "ERP",
                                "rate_limit", 100,
                                "permissions", List.of("tickets.read", "tenant.read")))
                .expect(201);
        id = made.text("/service_user/id");
        path = "/api/v1/service-users/" + id;
        email = made.text("/credentials/email");
        password = made.text("/credentials/password");
    }

    private Api.Answer signIn(String with) {
        return people.api().post("/auth/v1/token?grant_type=password", Map.of("email", email, "password", with));
    }

    private Api.Answer refresh(Api.Answer session) {
        return people.api()
                .post(
                        "/auth/v1/token?grant_type=refresh_token",
                        Map.of("refresh_token", session.text("/refresh_token")));
    }

    private static void banned(Api.Answer answer) {
        assertThat(answer.expect(400).text("/code")).isEqualTo("user_banned");
    }

    @Test
    void saysInItsTokenWhatItIs() throws Exception {
        admin.patch(path, Map.of("application_name", "ERP 2", "application_id", "erp-2"))
                .expect(200);

        var claims = SignedJWT.parse(signIn(password).expect(200).text("/access_token"))
                .getJWTClaimsSet();

        assertThat(claims.getBooleanClaim("is_service_user")).isTrue();
        assertThat(claims.getStringClaim("tenant_role")).isEqualTo("service");
        assertThat(claims.getStringClaim("application_id")).isEqualTo("erp-2");
        assertThat(claims.getStringClaim("application_name")).isEqualTo("ERP 2");
        assertThat(claims.getStringClaim("organization_id")).isEqualTo(founder.tenantId());
        var creator =
                people.api().as(founder.accessToken()).get("/auth/v1/user").text("/id");
        assertThat(claims.getJSONObjectClaim("app_metadata"))
                .containsEntry("is_service_user", true)
                .containsEntry("created_by", creator);
    }

    @Test
    void forgetsAnApplicationThatAPatchClears() throws Exception {
        admin.patch(path, "{\"application_id\":null,\"rate_limit\":null}").expect(200);

        var claims = SignedJWT.parse(signIn(password).expect(200).text("/access_token"))
                .getJWTClaimsSet();

        assertThat(claims.getClaim("application_id")).isNull();
        assertThat(claims.getStringClaim("application_name")).isEqualTo("ERP");
        assertThat(admin.get(path).json().get("rate_limit").isNull()).isTrue();
    }

    @Test
    void letsBothPasswordsSignInThroughTheOverlap() {
        var rotated =
                admin.post(path + "/rotate", Map.of("overlap_seconds", 600)).expect(200);
        var fresh = rotated.text("/credentials/password");

        assertThat(rotated.text("/credentials/email")).isEqualTo(email);
        assertThat(fresh).isNotEqualTo(password);
        signIn(fresh).expect(200);
        signIn(password).expect(200);
        assertThat(signIn("something else").expect(400).text("/code")).isEqualTo("invalid_credentials");
        assertThat(admin.get(path).json().get("overlap_ends_at").isNull()).isFalse();
        assertThat(stored()).doesNotContain(password).doesNotContain(fresh);
    }

    private String stored() {
        return system.call(
                "test",
                () -> jdbc.sql("""
                                SELECT concat(u.password_hash, ' ', s.previous_password_hash)
                                  FROM users u JOIN service_users s ON s.id = u.id WHERE u.email = :email
                                """).param("email", email).query(String.class).single());
    }

    @Test
    void endsTheOldPasswordAndItsSessionsWithTheOverlap() {
        var before = signIn(password).expect(200);
        var fresh = admin.post(path + "/rotate", Map.of("overlap_seconds", 4))
                .expect(200)
                .text("/credentials/password");
        var during = refresh(before).expect(200);
        assertThat(during.json().get("expires_in").asInt()).isLessThanOrEqualTo(4);
        var after = signIn(fresh).expect(200);
        var late = signIn(password).expect(200);

        await().untilAsserted(() -> {
            assertThat(signIn(password).expect(400).text("/code")).isEqualTo("invalid_credentials");
            people.api().as(before.text("/access_token")).get("/api/v1/tenants").problem(401, "unauthenticated");
        });
        banned(refresh(during));
        assertThat(refresh(late).expect(400).text("/code")).isEqualTo("session_expired");
        people.api().as(after.text("/access_token")).get("/api/v1/tenants").expect(200);
        refresh(after).expect(200);
    }

    @Test
    void aSecondRotationEndsTheSessionsOfTheOldestPassword() {
        var oldest = signIn(password).expect(200);
        var second = admin.post(path + "/rotate", Map.of("overlap_seconds", 600))
                .expect(200)
                .text("/credentials/password");
        var middle = signIn(second).expect(200);

        admin.post(path + "/rotate", Map.of("overlap_seconds", 600)).expect(200);

        assertThat(signIn(password).expect(400).text("/code")).isEqualTo("invalid_credentials");
        banned(refresh(oldest));
        refresh(middle).expect(200);
        await().untilAsserted(() -> people.api()
                .as(oldest.text("/access_token"))
                .get("/api/v1/tenants")
                .problem(401, "unauthenticated"));
        people.api().as(middle.text("/access_token")).get("/api/v1/tenants").expect(200);
    }

    @Test
    void aLaterRotationDoesNotBringEndedSessionsBack() {
        var ended = signIn(password).expect(200);
        admin.post(path + "/rotate", Map.of("overlap_seconds", 0)).expect(200);
        banned(refresh(ended));

        admin.post(path + "/rotate", Map.of("overlap_seconds", 600)).expect(200);

        banned(refresh(ended));
    }

    @Test
    void withoutAnOverlapEndsTheOldPasswordAtOnce() {
        var before = signIn(password).expect(200);

        var fresh = admin.post(path + "/rotate", Map.of("overlap_seconds", 0))
                .expect(200)
                .text("/credentials/password");

        assertThat(signIn(password).expect(400).text("/code")).isEqualTo("invalid_credentials");
        banned(refresh(before));
        var after = signIn(fresh).expect(200);
        await().untilAsserted(() -> people.api()
                .as(before.text("/access_token"))
                .get("/api/v1/tenants")
                .problem(401, "unauthenticated"));
        people.api().as(after.text("/access_token")).get("/api/v1/tenants").expect(200);
    }

    @Test
    void refusesASuspendedServiceUserAndLetsItBackIn() {
        var session = signIn(password).expect(200);
        var key = key();

        admin.patch(path, Map.of("status", "suspended")).expect(200);

        banned(signIn(password));
        banned(refresh(session));
        people.api().as(key).post("/token", Map.of()).problem(401, "unauthenticated");
        await().untilAsserted(() -> people.api()
                .as(session.text("/access_token"))
                .get("/api/v1/tenants")
                .problem(401, "unauthenticated"));
        assertThat(admin.get("/api/v1/service-users?status=suspended").text("/data/0/id"))
                .isEqualTo(id);
        admin.patch(path, Map.of("status", "active")).expect(200);
        signIn(password).expect(200);
        refresh(session).expect(200);
    }

    private String key() {
        return admin.post("/api/v1/api-keys", Map.of("service_user_id", id, "name", "its key"))
                .expect(201)
                .text("/api_key/key");
    }

    @Test
    void removesAServiceUserWithItsKeysAndSessions() {
        var session = signIn(password).expect(200);
        var key = key();
        var serviceUser = people.api()
                .as(people.api().as(key).post("/token", Map.of()).expect(200).text("/access_token"));

        admin.delete(path).expect(204);

        admin.get(path).problem(404, "not-found");
        admin.delete(path).problem(404, "not-found");
        admin.patch(path, Map.of("name", "x")).problem(404, "not-found");
        admin.post(path + "/rotate", Map.of()).problem(404, "not-found");
        assertThat(admin.get("/api/v1/service-users").response().body()).doesNotContain(id);
        assertThat(signIn(password).expect(400).text("/code")).isEqualTo("invalid_credentials");
        banned(refresh(session));
        people.api().as(key).post("/token", Map.of()).problem(401, "unauthenticated");
        assertThat(admin.get("/api/v1/api-keys?service_user_id=" + id).text("/data/0/status"))
                .isEqualTo("revoked");
        await().untilAsserted(() -> {
            serviceUser.get("/api/v1/tenants").problem(401, "unauthenticated");
            people.api()
                    .as(session.text("/access_token"))
                    .get("/api/v1/tenants")
                    .problem(401, "unauthenticated");
        });
        admin.post("/api/v1/api-keys", Map.of("service_user_id", id, "name", "late"))
                .problem(404, "not-found");
    }

    @Test
    void refusesAStaleRemoval() {
        var etag = admin.get(path).header("ETag");
        admin.patch(path, Map.of("name", "other")).expect(200);

        admin.with("If-Match", etag).delete(path).problem(412, "stale");
        admin.with("If-Match", admin.get(path).header("ETag")).delete(path).expect(204);
    }

    @Test
    void reportsAServiceUserThatNobodyUsesOnce() {
        var time = MutableClock.at(clock.instant().plus(Duration.ofDays(89)));
        var passwords = new ServiceUserUpkeep(repository, events, properties);
        var upkeep = new CredentialUpkeep(List.of(passwords), system, time);

        upkeep.unused(passwords);
        assertThat(unusedEvents()).isEmpty();
        time.advance(Duration.ofDays(2));
        upkeep.unused(passwords);
        upkeep.unused(passwords);

        assertThat(unusedEvents()).hasSize(1);
        var json = JsonMapper.shared();
        var sample =
                json.readTree(GoldenSamples.read("service_user.unused.json")).get("data");
        assertThat(JsonShape.differences(sample, json.readTree(unusedEvents().getFirst())))
                .isEmpty();
        assertThat(admin.get("/api/v1/service-users?unused_since="
                                + clock.instant().plusSeconds(60))
                        .response()
                        .body())
                .contains(id);
        signIn(password).expect(200);
        assertThat(admin.get(path).json().get("last_used_at").isNull()).isFalse();
        admin.get("/api/v1/service-users?unused_since=lately").problem(400, "malformed");
    }

    private List<String> unusedEvents() {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT data FROM outbox WHERE subject = :id AND type = 'service_user.unused'")
                        .param("id", id)
                        .query(String.class)
                        .list());
    }
}
