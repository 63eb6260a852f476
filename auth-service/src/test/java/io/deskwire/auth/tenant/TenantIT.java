package io.deskwire.auth.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@AuthServiceTest
class TenantIT {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    People people;

    @Test
    void makesTheFounderAnAdminAsTheNextTokenSays() throws Exception {
        var founder = people.founder("acme");

        var claims = SignedJWT.parse(founder.accessToken()).getJWTClaimsSet();
        assertThat(claims.getStringClaim("tenant_id")).isEqualTo(founder.tenantId());
        assertThat(claims.getStringClaim("tenant_role")).isEqualTo("admin");
        assertThat(claims.getStringListClaim("permissions")).contains("tickets.read", "service_users.manage");
        var seen = people.api()
                .as(founder.accessToken())
                .get("/api/v1/tenants")
                .expect(200)
                .json();
        assertThat(seen.get("data")).hasSize(1);
        assertThat(seen.at("/data/0/id").asString()).isEqualTo(founder.tenantId());
    }

    @Test
    void appendsTheEventsOfAFoundingInItsTransaction() {
        var founder = people.founder("events");

        var types = system.call(
                "test",
                () -> jdbc.sql("SELECT type FROM outbox WHERE tenant_id = :t ORDER BY id")
                        .param("t", UUID.fromString(founder.tenantId()))
                        .query(String.class)
                        .list());
        assertThat(types)
                .isEqualTo(List.of("tenant.created", "member.created", "service_user.created", "api_key.created"));
    }

    @Test
    void refusesATakenSlugAndLeavesNothingBehind() {
        var slug = "taken-" + UUID.randomUUID();
        var first = people.signUp("first");
        var second = people.signUp("second");
        var body = Map.of("name", "Taken", "slug", slug);
        people.api().as(first.accessToken()).post("/api/v1/tenants", body).expect(201);

        people.api().as(second.accessToken()).post("/api/v1/tenants", body).problem(409, "tenant-taken");

        assertThat(people.api()
                        .as(second.accessToken())
                        .get("/api/v1/tenants")
                        .json()
                        .get("data"))
                .isEmpty();
    }

    @Test
    void namesEveryBadFieldAndEveryUnknownOne() {
        var api = people.api().as(people.signUp("fields").accessToken());

        var errors = api.post("/api/v1/tenants", Map.of("name", " ", "slug", "No Slug", "domain", "x"))
                .problem(400, "malformed")
                .get("errors");
        assertThat(errors.findValuesAsString("field")).containsExactly("name", "slug", "domain");
        assertThat(api.post("/api/v1/tenants", Map.of("name", "x", "slug", "x", "nonsense", 1))
                        .problem(400, "malformed")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("nonsense");
    }

    /// It is in the subjects of mails: U+202E would turn what comes after it around.
    @Test
    void takesNoNameThatReadsOtherwiseThanItIs() {
        var founder = people.founder("named");
        var api = people.api().as(founder.accessToken());
        var path = "/api/v1/tenants/" + founder.tenantId();
        for (var name : List.of("Acme \u202Eelgoog", "Ac\u200Bme", "Acme\r\nBcc: x", "Acme\u2028", "\u2066Acme")) {
            assertThat(api.patch(path, Map.of("name", name + "."))
                            .problem(400, "malformed")
                            .at("/errors/0/field")
                            .asString())
                    .isEqualTo("name");
            assertThat(api.post("/api/v1/tenants", Map.of("name", name + ".", "slug", "s-" + UUID.randomUUID()))
                            .problem(400, "malformed")
                            .at("/errors/0/field")
                            .asString())
                    .isEqualTo("name");
        }
        // A joiner is a letter to Persian, and to a family of emoji.
        var joined = "\u0645\u06CC\u200C\u062E \uD83D\uDC69\u200D\uD83D\uDCBB";
        assertThat(api.patch(path, Map.of("name", joined)).expect(200).text("/name"))
                .isEqualTo(joined);
    }

    @Test
    void hidesATenantFromEverybodyElse() {
        var acme = people.founder("acme");
        var globex = people.founder("globex");

        people.api()
                .as(globex.accessToken())
                .get("/api/v1/tenants/" + acme.tenantId())
                .problem(404, "not-found");
        people.api()
                .as(globex.accessToken())
                .post("/api/v1/tenants/" + acme.tenantId() + "/switch", Map.of())
                .problem(404, "not-found");
    }

    @Test
    void repeatsAFoundingUnderTheSameIdempotencyKey() {
        var person = people.signUp("repeat");
        var api = people.api().as(person.accessToken()).with("Idempotency-Key", "found-" + UUID.randomUUID());
        var body = Map.of("name", "Repeat", "slug", "repeat-" + UUID.randomUUID());

        var first = api.post("/api/v1/tenants", body).expect(201);
        var again = api.post("/api/v1/tenants", body).expect(201);

        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        api.post("/api/v1/tenants", Map.of("name", "Other", "slug", "other")).problem(422, "idempotency-mismatch");
    }

    @Test
    void repeatsTheFoundingOfASecondTenantToo() {
        var founder = people.founder("second");
        var api = people.api().as(founder.accessToken()).with("Idempotency-Key", "second-tenant");
        var body = Map.of("name", "Second", "slug", "second-" + UUID.randomUUID());

        var first = api.post("/api/v1/tenants", body).expect(201);

        assertThat(api.post("/api/v1/tenants", body).expect(201).text("/tenant/id"))
                .isEqualTo(first.text("/tenant/id"));
    }

    @Test
    void refusesACallerWithoutATokenOrWithABadOne() {
        people.api().get("/api/v1/tenants").problem(401, "unauthenticated");
        people.api().as("nonsense").get("/api/v1/tenants").problem(401, "unauthenticated");
        people.api().as("a.b.c").get("/api/v1/tenants").problem(401, "unauthenticated");
    }
}
