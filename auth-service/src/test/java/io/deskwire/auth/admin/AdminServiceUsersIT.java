package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// `auth.admin.createUser({user_metadata: {is_service_user: true, …}})`.
class AdminServiceUsersIT extends AdminFixture {
    Founder founder;

    @BeforeEach
    void employ() {
        founder = people.founder("employer");
    }

    private static Map<String, Object> robot(String email, Map<String, Object> metadata) {
        var marked = new HashMap<>(metadata);
        marked.put("is_service_user", true);
        return Map.of("email", email, "password", People.PASSWORD, "email_confirm", true, "user_metadata", marked);
    }

    private JWTClaimsSet claimsOf(String email) throws ParseException {
        var answer = signIn(email, People.PASSWORD).expect(200);
        return SignedJWT.parse(answer.text("/access_token")).getJWTClaimsSet();
    }

    @Test
    void makesAServiceUserOfTheTenantThatSignsIn() throws ParseException {
        var email = address();
        var made = admin.post(
                        USERS,
                        robot(
                                email,
                                Map.of(
                                        "application_id", "crm",
                                        "application_name", "CRM sync",
                                        "organization_id", founder.tenantId())))
                .expect(200);

        assertThat(made.json().get("user_metadata"))
                .isEqualTo(JsonMapper.shared().readTree("""
                                {"is_service_user":true,"application_id":"crm","application_name":"CRM sync",
                                 "organization_id":"%s","email_verified":true}
                                """.formatted(founder.tenantId())));
        assertThat(made.json().at("/app_metadata/is_service_user").asBoolean()).isTrue();
        var listed = api.as(founder.accessToken())
                .get("/api/v1/service-users/" + made.text("/id"))
                .expect(200);
        assertThat(listed.text("/name")).isEqualTo("CRM sync");
        assertThat(listed.text("/application_id")).isEqualTo("crm");
        assertThat(listed.json().get("permissions")).isNotEmpty();
        var claims = claimsOf(email);
        assertThat(claims.getBooleanClaim("is_service_user")).isTrue();
        assertThat(claims.getStringClaim("role")).isEqualTo("authenticated");
        assertThat(claims.getStringClaim("tenant_id")).isEqualTo(founder.tenantId());
        assertThat(claims.getStringClaim("tenant_role")).isEqualTo("service");
        assertThat(claims.getStringClaim("application_name")).isEqualTo("CRM sync");
        assertThat(claims.getStringClaim("organization_id")).isEqualTo(founder.tenantId());
    }

    @Test
    void takesTheTenantFromAppMetadataASlugOrTheChosenTenant() throws ParseException {
        var slug = api.as(founder.accessToken())
                .get("/api/v1/tenants/" + founder.tenantId())
                .text("/slug");
        var byApp = new HashMap<>(robot(address(), Map.of()));
        byApp.put("app_metadata", Map.of("tenant_id", founder.tenantId(), "organization_id", slug));
        var byChoice = robot(address(), Map.of());

        admin.post(USERS, byApp).expect(200);
        people.server(null, slug).post(USERS, byChoice).expect(200);

        for (var email : List.of(byApp.get("email"), byChoice.get("email"))) {
            assertThat(claimsOf(String.valueOf(email)).getStringClaim("tenant_id"))
                    .isEqualTo(founder.tenantId());
        }
    }

    @Test
    void givesItThePermissionsAndTheRateLimitThatAreAskedFor() throws ParseException {
        for (var where : List.of("user_metadata", "app_metadata")) {
            var email = address();
            var asked = new HashMap<>(robot(email, Map.of("organization_id", founder.tenantId())));
            var metadata = new HashMap<>(Map.<String, Object>of("permissions", List.of("tickets.read")));
            metadata.put("rate_limit", 42);
            if (where.equals("user_metadata")) {
                metadata.put("is_service_user", true);
                metadata.put("organization_id", founder.tenantId());
            }
            asked.put(where, metadata);

            var made = admin.post(USERS, asked).expect(200);

            assertThat(made.json().get("app_metadata").has("permissions")).isFalse();
            var listed = api.as(founder.accessToken())
                    .get("/api/v1/service-users/" + made.text("/id"))
                    .expect(200);
            assertThat(listed.json().get("permissions"))
                    .isEqualTo(JsonMapper.shared().readTree("[\"tickets.read\"]"));
            assertThat(listed.json().get("rate_limit").asInt()).isEqualTo(42);
            assertThat(claimsOf(email).getStringListClaim("permissions")).containsExactly("tickets.read");
            assertThat(claimsOf(email).getIntegerClaim("rate_limit")).isEqualTo(42);
            refused(
                    admin.put(
                            USERS + "/" + made.text("/id"),
                            Map.of("app_metadata", Map.of("permissions", List.of("tickets.write")))),
                    400,
                    "validation_failed",
                    "PATCH /api/v1/service-users/{id}");
        }
        var none = address();
        admin.post(USERS, robot(none, Map.of("organization_id", founder.tenantId(), "permissions", List.of())))
                .expect(200);
        assertThat(claimsOf(none).getStringListClaim("permissions")).isEmpty();
    }

    /// A service user that may do more than was asked for is worse than none.
    @Test
    void refusesPermissionsARateLimitAndAMarkThatItDoesNotUnderstand() {
        var wrong = new HashMap<String, Map<String, Object>>();
        wrong.put("'nope' is not a permission", Map.of("permissions", List.of("tickets.read", "nope")));
        wrong.put("'1' is not a permission", Map.of("permissions", List.of(1)));
        wrong.put("has to be an array", Map.of("permissions", "tickets.read"));
        wrong.put("cannot have members.manage", Map.of("permissions", List.of("members.manage")));
        wrong.put("rate_limit has to be", Map.of("rate_limit", 0));
        wrong.forEach((message, metadata) -> {
            var marked = new HashMap<String, Object>(Map.of("organization_id", founder.tenantId()));
            marked.putAll(metadata);
            refused(admin.post(USERS, robot(address(), marked)), 400, "validation_failed", message);
        });
        var twice = new HashMap<>(robot(address(), Map.of("tenant_id", founder.tenantId(), "permissions", List.of())));
        twice.put("app_metadata", Map.of("permissions", List.of("tickets.read")));
        refused(admin.post(USERS, twice), 400, "validation_failed", "differ in permissions");

        for (var mark : List.of("true", 1, List.of(true))) {
            for (var where : List.of("user_metadata", "app_metadata")) {
                refused(
                        admin.post(USERS, Map.of("email", address(), where, Map.of("is_service_user", mark))),
                        400,
                        "validation_failed",
                        "is_service_user has to be true or false");
            }
        }
    }

    @Test
    void refusesOneWithoutATenantOrOfSeveral() {
        refused(admin.post(USERS, robot(address(), Map.of())), 400, "validation_failed", "needs a tenant");
        refused(
                admin.post(USERS, robot(address(), Map.of("organization_id", UUID.randomUUID()))),
                400,
                "validation_failed",
                "does not exist");
        refused(
                people.server(null, people.founder("other").tenantId())
                        .post(USERS, robot(address(), Map.of("organization_id", founder.tenantId()))),
                400,
                "validation_failed",
                "several");
        refused(
                admin.post(
                        USERS, robot(people.signUp("person").email(), Map.of("organization_id", founder.tenantId()))),
                422,
                "email_exists",
                "");
    }

    @Test
    void staysInItsTenantWhateverItsMetadataShallSay() throws ParseException {
        var email = address();
        var id = admin.post(USERS, robot(email, Map.of("organization_id", founder.tenantId())))
                .expect(200)
                .text("/id");
        var other = people.founder("other").tenantId();

        for (var key : List.of("tenant_id", "organization_id")) {
            refused(
                    admin.put(USERS + "/" + id, Map.of("app_metadata", Map.of(key, other))),
                    400,
                    "validation_failed",
                    "cannot move");
        }
        refused(
                admin.put(USERS + "/" + id, Map.of("app_metadata", Map.of("is_service_user", false))),
                400,
                "validation_failed",
                "stays one");
        admin.put(USERS + "/" + id, Map.of("user_metadata", Map.of("organization_id", other, "is_service_user", false)))
                .expect(200);
        assertThat(claimsOf(email).getStringClaim("tenant_id")).isEqualTo(founder.tenantId());
        assertThat(claimsOf(email).getStringClaim("organization_id")).isEqualTo(founder.tenantId());
        assertThat(claimsOf(email).getBooleanClaim("is_service_user")).isTrue();
    }

    /// The mark is trusted because an administrator sets it; from anybody else it is a text.
    @Test
    void isNotMadeByAnybodyElse() throws ParseException {
        var email = address();
        var metadata = Map.of("is_service_user", true, "organization_id", founder.tenantId());
        var signedUp = api.post(
                        "/auth/v1/signup",
                        Map.of("email", email, "password", People.PASSWORD, "data", metadata, "app_metadata", metadata))
                .expect(200);
        plain(email);

        api.as(signedUp.text("/access_token"))
                .put("/auth/v1/user", Map.of("data", metadata))
                .expect(200);
        plain(email);
        assertThat(api.as(signedUp.text("/access_token"))
                        .put("/auth/v1/user", Map.of("app_metadata", metadata))
                        .status())
                .isIn(400, 403);
        plain(email);
    }

    private void plain(String email) throws ParseException {
        var claims = claimsOf(email);
        assertThat(claims.getBooleanClaim("is_service_user")).isFalse();
        assertThat(claims.getClaim("tenant_id")).isNull();
        assertThat(claims.getClaim("organization_id")).isNull();
    }

    /// Nor does a service user get anywhere else by what it says of itself.
    @Test
    void cannotMoveItself() throws ParseException {
        var email = address();
        admin.post(USERS, robot(email, Map.of("organization_id", founder.tenantId())))
                .expect(200);
        var token = api.post("/auth/v1/token?grant_type=password", Map.of("email", email, "password", People.PASSWORD))
                .expect(200)
                .text("/access_token");

        api.as(token)
                .put(
                        "/auth/v1/user",
                        Map.of(
                                "data",
                                Map.of(
                                        "organization_id",
                                        people.founder("other").tenantId(),
                                        "is_service_user",
                                        false)));

        assertThat(claimsOf(email).getStringClaim("tenant_id")).isEqualTo(founder.tenantId());
        assertThat(claimsOf(email).getBooleanClaim("is_service_user")).isTrue();
    }

    @Test
    void leavesItsTenantWhenItsAccountIsDeleted() {
        var email = address();
        var id = admin.post(USERS, robot(email, Map.of("organization_id", founder.tenantId())))
                .expect(200)
                .text("/id");
        var tenantAdmin = api.as(founder.accessToken());
        var key = tenantAdmin
                .post("/api/v1/api-keys", Map.of("service_user_id", id, "name", "k"))
                .expect(201)
                .text("/api_key/key");
        api.as(key).post("/token", Map.of()).expect(200);

        admin.delete(USERS + "/" + id).expect(200);

        refused(admin.get(USERS + "/" + id), 404, "user_not_found", "");
        tenantAdmin.get("/api/v1/service-users/" + id).problem(404, "not-found");
        api.as(key).post("/token", Map.of()).problem(401, "unauthenticated");
        admin.post(USERS, Map.of("email", email)).expect(200);
    }

    /// It was made with an address of its own, not with a generated one.
    @Test
    void keepsItsAddressWhenItsTenantRotatesItsPassword() {
        var email = address();
        var made = admin.post(USERS, robot(email, Map.of("tenant_id", founder.tenantId())))
                .expect(200);

        var rotated = api.as(founder.accessToken())
                .post("/api/v1/service-users/%s/rotate".formatted(made.text("/id")), Map.of("overlap_seconds", 0))
                .expect(200);

        assertThat(rotated.text("/credentials/email")).isEqualTo(email);
        signIn(email, rotated.text("/credentials/password")).expect(200);
        signIn(email, People.PASSWORD).expect(400);
    }
}
