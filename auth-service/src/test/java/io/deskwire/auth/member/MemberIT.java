package io.deskwire.auth.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.testsupport.Api;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AuthServiceTest
class MemberIT {
    @Autowired
    People people;

    Founder founder;
    Api admin;

    @BeforeEach
    void found() {
        founder = people.founder("team");
        admin = people.api().as(founder.accessToken());
    }

    private static String path(People.Person person) {
        return "/api/v1/members/" + People.subject(person.accessToken());
    }

    @Test
    void listsMembersWithAddressAndName() {
        var agent = people.member(founder, "ann", "agent");

        var list = people.api().as(agent.accessToken()).get("/api/v1/members").expect(200);

        assertThat(list.json().get("data")).hasSize(2);
        assertThat(list.json().get("data").findValuesAsString("email"))
                .containsExactlyInAnyOrder(founder.email(), agent.email());
        assertThat(list.json().get("data").findValuesAsString("role")).containsExactlyInAnyOrder("admin", "agent");
        assertThat(admin.get("/api/v1/members?role=agent").expect(200).json().get("data"))
                .hasSize(1);
        admin.get("/api/v1/members?role=king").problem(400, "malformed");
    }

    @Test
    void showsTheNameItsPersonGave() {
        var email = "named-%s@example.com".formatted(UUID.randomUUID());
        var session = people.api()
                .post(
                        "/auth/v1/signup",
                        Map.of("email", email, "password", People.PASSWORD, "data", Map.of("full_name", "Ann Other")))
                .expect(200);
        var person = new People.Person(email, session.text("/access_token"), session.text("/refresh_token"));

        people.join(founder, person, "client");

        assertThat(admin.get(path(person)).expect(200).text("/name")).isEqualTo("Ann Other");
    }

    @Test
    void changesARoleAsTheNextTokenSaysAndEndsTheOldOne() {
        var agent = people.member(founder, "promoted", "agent");
        var etag = admin.get(path(agent)).expect(200).header("ETag");

        var patched = admin.with("If-Match", etag)
                .patch(path(agent), Map.of("role", "client"))
                .expect(200);

        assertThat(patched.text("/role")).isEqualTo("client");
        assertThat(patched.header("ETag")).isEqualTo("W/\"2\"");
        await().untilAsserted(() ->
                people.api().as(agent.accessToken()).get("/api/v1/tenants").problem(401, "unauthenticated"));
        var claims = People.claims(people.refresh(agent.refreshToken()).accessToken());
        assertThat(claims.get("tenant_role").asString()).isEqualTo("client");
        admin.with("If-Match", etag).patch(path(agent), Map.of("role", "va")).problem(412, "stale");
    }

    @Test
    void removesAMemberWhoseTokensEndHereAndNotElsewhere() {
        var person = people.founder("elsewhere");
        var session = people.api()
                .post(
                        "/auth/v1/token?grant_type=password",
                        Map.of("email", person.email(), "password", People.PASSWORD))
                .expect(200);
        var here = people.join(
                founder,
                new People.Person(person.email(), session.text("/access_token"), session.text("/refresh_token")),
                "agent");
        var inBoth = people.api();
        inBoth.as(here.accessToken()).get("/api/v1/members").expect(200);
        inBoth.as(person.accessToken()).get("/api/v1/members").expect(200);

        admin.delete(path(here)).expect(204);

        await().untilAsserted(() ->
                inBoth.as(here.accessToken()).get("/api/v1/members").problem(401, "unauthenticated"));
        inBoth.as(person.accessToken()).get("/api/v1/members").expect(200);
        admin.get(path(here)).problem(404, "not-found");
        var claims = People.claims(people.refresh(here.refreshToken()).accessToken());
        assertThat(claims.get("tenant_id").asString()).isEqualTo(person.tenantId());
    }

    @Test
    void keepsTheLastAdmin() {
        var founderPath = "/api/v1/members/" + People.subject(founder.accessToken());

        admin.patch(founderPath, Map.of("role", "agent")).problem(409, "last-admin");
        admin.delete(founderPath).problem(409, "last-admin");
        people.member(founder, "second", "admin");
        admin.patch(founderPath, Map.of("role", "agent")).expect(200);
    }

    @Test
    void keepsOneAdminWhenAllLeaveAtOnce() throws Exception {
        var admins = new HashMap<String, Api>();
        admins.put(People.subject(founder.accessToken()), admin);
        for (int i = 0; i < 5; i++) {
            var person = people.member(founder, "admin" + i, "admin");
            admins.put(People.subject(person.accessToken()), people.api().as(person.accessToken()));
        }
        var start = new CountDownLatch(1);
        var statuses = new ConcurrentLinkedQueue<Integer>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            admins.forEach((id, api) -> threads.submit(() -> {
                start.await();
                return statuses.add(api.delete("/api/v1/members/" + id).status());
            }));
            start.countDown();
        }

        assertThat(statuses).containsOnlyOnce(409).hasSize(6);
        assertThat(List.copyOf(statuses).stream().filter(status -> status == 204))
                .hasSize(5);
    }

    @Test
    void letsMembersLeaveAndNobodyElseThrowThemOut() {
        var agent = people.member(founder, "leaver", "agent");
        var other = people.member(founder, "other", "client");
        var agentApi = people.api().as(agent.accessToken());

        agentApi.delete(path(other)).problem(403, "forbidden");
        agentApi.patch(path(agent), Map.of("role", "admin")).problem(403, "forbidden");
        agentApi.delete(path(agent)).expect(204);

        admin.get(path(agent)).problem(404, "not-found");
    }

    @Test
    void letsNobodyGiveOrTakeWhatItDoesNotHave() {
        admin.put(
                        "/api/v1/roles/agent/permissions",
                        Map.of("permissions", List.of("tenant.read", "members.read", "members.manage")))
                .expect(200);
        var agent = people.member(founder, "deputy", "agent");
        var client = people.member(founder, "client", "client");
        var deputy = people.api().as(agent.accessToken());

        deputy.patch(path(agent), Map.of("role", "admin")).problem(403, "permission-not-held");
        deputy.patch(path(client), Map.of("role", "agent")).problem(403, "permission-not-held");
        deputy.delete("/api/v1/members/" + People.subject(founder.accessToken()))
                .problem(403, "permission-not-held");
        deputy.post("/api/v1/invites", Map.of("email", "x@example.com", "role", "admin"))
                .problem(403, "permission-not-held");
        deputy.put("/api/v1/roles/va/permissions", Map.of("permissions", List.of("tenant.manage")))
                .problem(403, "permission-not-held");
        deputy.post("/api/v1/department-roles", Map.of("name", "x", "permissions", List.of("tenant.manage")))
                .problem(403, "permission-not-held");
    }

    @Test
    void namesWhatAPatchMayNotSay() {
        var agent = people.member(founder, "patched", "agent");

        admin.patch(path(agent), Map.of("role", "service")).problem(400, "malformed");
        admin.patch(path(agent), Map.of("role", "king", "user_id", "x")).problem(400, "malformed");
        admin.patch(path(agent), Map.of("department_role_id", UUID.randomUUID().toString()))
                .problem(404, "not-found");
    }
}
