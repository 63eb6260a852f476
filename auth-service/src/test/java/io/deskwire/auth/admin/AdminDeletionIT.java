package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.People;
import io.deskwire.testsupport.Api.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Accounts that a trusted server deletes, and those that a tenant needs.
class AdminDeletionIT extends AdminFixture {
    private Answer softly(String id) {
        return admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", true));
    }

    @Test
    void deletesForGood() {
        var person = people.signUp("deleted");
        var id = api.as(person.accessToken()).get("/auth/v1/user").text("/id");

        assertThat(admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", false))
                        .expect(200)
                        .response()
                        .body())
                .isEqualTo("{}");

        refused(admin.get(USERS + "/" + id), 404, "user_not_found", "");
        refused(signIn(person.email(), People.PASSWORD), 400, "invalid_credentials", "");
        admin.post(USERS, Map.of("email", person.email())).expect(200);
    }

    @Test
    void deletesSoftlyAndKeepsNothingByWhichThePersonCouldBeTold() {
        var person = people.signUp("forgotten");
        var id = api.as(person.accessToken()).get("/auth/v1/user").text("/id");
        admin.put(USERS + "/" + id, Map.of("user_metadata", Map.of("name", "Someone")))
                .expect(200);

        admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", true))
                .expect(200);
        admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", true))
                .expect(200);

        var left = admin.get(USERS + "/" + id).expect(200);
        assertThat(left.text("/deleted_at")).isNotEmpty();
        assertThat(left.text("/email")).matches("[0-9a-f]{64}");
        assertThat(left.json().get("user_metadata")).isEmpty();
        assertThat(left.response().body()).doesNotContain(person.email(), "Someone");
        refused(api.as(person.accessToken()).get("/auth/v1/user"), 403, "session_not_found", "");
        refused(signIn(person.email(), People.PASSWORD), 400, "invalid_credentials", "");
        people.api()
                .post("/auth/v1/signup", Map.of("email", person.email(), "password", People.PASSWORD))
                .expect(200);
    }

    @Test
    void leavesTheTenantsOfWhoIsDeleted() {
        var founder = people.founder("left-behind");
        var tenantAdmin = api.as(founder.accessToken());
        for (var soft : List.of(true, false)) {
            var member = people.member(founder, "leaver", "agent");
            var id = People.subject(member.accessToken());
            tenantAdmin.get("/api/v1/members/" + id).expect(200);

            admin.send("DELETE", USERS + "/" + id, Map.of("should_soft_delete", soft))
                    .expect(200);

            tenantAdmin.get("/api/v1/members/" + id).problem(404, "not-found");
            assertThat(tenantAdmin
                            .get("/api/v1/audit?action=member.deleted")
                            .expect(200)
                            .text("/data/0/subject_id"))
                    .isEqualTo(id);
            var told = system.call(
                    "test",
                    () -> jdbc.sql("SELECT count(*) FROM outbox WHERE type = 'member.deleted' AND subject = :user")
                            .param("user", id)
                            .query(Integer.class)
                            .single());
            assertThat(told).isEqualTo(1);
        }
    }

    @Test
    void keepsWhoOwnsATenant() {
        var founder = people.founder("owner");
        var id = api.as(founder.accessToken()).get("/auth/v1/user").text("/id");

        refused(
                admin.delete(USERS + "/" + id),
                409,
                "conflict",
                "owns a tenant: make somebody else an admin there or delete the tenant, then delete the user softly");
        refused(softly(id), 409, "last_admin", "");
        api.as(founder.accessToken()).get("/auth/v1/user").expect(200);
    }

    /// A tenant without an admin could be administered by nobody.
    @Test
    void keepsATenantsLastAdminUntilThereIsAnotherOne() {
        var founder = people.founder("last-admin");
        var id = People.subject(founder.accessToken());
        var successor = people.member(founder, "successor", "agent");

        refused(softly(id), 409, "last_admin", "The user is the last admin of last-admin-");
        signIn(founder.email(), People.PASSWORD).expect(200);

        api.as(founder.accessToken())
                .patch("/api/v1/members/" + People.subject(successor.accessToken()), Map.of("role", "admin"))
                .expect(200);
        softly(id).expect(200);
        refused(softly(People.subject(successor.accessToken())), 409, "last_admin", "");
    }

    @Test
    void takesTheLastAdminOfATenantThatIsDeleted() {
        var founder = people.founder("closing");
        var id = People.subject(founder.accessToken());
        var path = "/api/v1/tenants/" + founder.tenantId();
        people.server("offboarding", null).delete(path).problem(403, "forbidden");
        people.server("offboarding", founder.tenantId()).delete(path).expect(204);

        refused(admin.delete(USERS + "/" + id), 409, "conflict", "for good once the tenant is erased");
        softly(id).expect(200);

        assertThat(admin.get(USERS + "/" + id).expect(200).text("/deleted_at")).isNotEmpty();
    }

    @Test
    void leavesOneOfTwoAdminsWhoAreDeletedAtOnce() throws Exception {
        var founder = people.founder("both");
        var other = people.member(founder, "other", "admin");
        var ids = List.of(People.subject(founder.accessToken()), People.subject(other.accessToken()));
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(ids.stream()
                    .<java.util.concurrent.Callable<Integer>>map(
                            id -> () -> softly(id).status())
                    .toList());

            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 409);
        }
    }
}
