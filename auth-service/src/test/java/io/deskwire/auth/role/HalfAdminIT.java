package io.deskwire.auth.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/// Nobody gives, takes or gets hold of a permission it does not have, nor changes what has one (ADR 0038): every
/// operation on what holds permissions, by somebody who may manage people, service users and keys, and not everything
/// else.
@AuthServiceTest
class HalfAdminIT {
    private static final List<String> HELD = List.of(
            "members.read",
            "members.manage",
            "service_users.manage",
            "api_keys.manage",
            "tickets.read",
            "tickets.write",
            "order_tracking.read");
    private static final List<String> LACKING = List.of("comments.internal", "jobs.write", "webhooks.manage");

    @Autowired
    People people;

    Founder founder;
    Api admin;
    Api deputy;

    @BeforeEach
    void appoint() {
        founder = people.founder("halves");
        admin = people.api().as(founder.accessToken());
        deputy = people.api().as(memberOf(department(HELD)).accessToken());
    }

    /// Makes something that has the permissions and answers what is tried with it.
    record Operation(String name, BiFunction<HalfAdminIT, List<String>, Function<Api, Answer>> target) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Operation> operations() {
        return Stream.of(
                new Operation("take from a role", (it, held) -> {
                    it.admin.put(VA, permissions(held)).expect(200);
                    return who -> who.put(VA, permissions(List.of("tickets.read")));
                }),
                new Operation("give a role more and leave the rest", (it, held) -> {
                    it.admin.put(VA, permissions(held)).expect(200);
                    return who -> who.put(VA, permissions(and(held, "order_tracking.read")));
                }),
                new Operation("give a role", (it, held) -> {
                    it.admin.put(VA, permissions(List.of("tickets.read"))).expect(200);
                    return who -> who.put(VA, permissions(held));
                }),
                new Operation(
                        "make a department role", (it, held) -> who -> who.post(DEPARTMENTS, departmentBody(held))),
                patch("take from a department role", HalfAdminIT::department, permissions(List.of("tickets.read"))),
                new Operation("rename a department role", (it, held) -> {
                    var path = it.department(held);
                    return who -> who.patch(path, Map.of("name", "renamed " + UUID.randomUUID()));
                }),
                new Operation("delete a department role", (it, held) -> {
                    var path = it.department(held);
                    return who -> who.delete(path);
                }),
                new Operation(
                        "make a service user", (it, held) -> who -> who.post(SERVICE_USERS, serviceUserBody(held))),
                patch("take from a service user", HalfAdminIT::serviceUser, permissions(List.of("tickets.read"))),
                patch("rename a service user", HalfAdminIT::serviceUser, Map.of("name", "renamed")),
                patch("suspend a service user", HalfAdminIT::serviceUser, Map.of("status", "suspended")),
                patch("throttle a service user", HalfAdminIT::serviceUser, Map.of("rate_limit", 1)),
                new Operation("rotate a service user", (it, held) -> {
                    var path = it.serviceUser(held);
                    return who -> who.post(path + "/rotate", Map.of());
                }),
                new Operation("delete a service user", (it, held) -> {
                    var path = it.serviceUser(held);
                    return who -> who.delete(path);
                }),
                new Operation("make a key", (it, held) -> {
                    var path = it.serviceUser(held);
                    return who -> who.post(KEYS, keyBody(path, null));
                }),
                new Operation("make a key with scopes", (it, held) -> {
                    var path = it.serviceUser(held);
                    return who -> who.post(KEYS, keyBody(path, held));
                }),
                new Operation("rotate a key", (it, held) -> {
                    var path = it.key(held, null);
                    return who -> who.post(path + "/rotate", Map.of());
                }),
                new Operation("revoke a key", (it, held) -> {
                    var path = it.key(held, null);
                    return who -> who.delete(path);
                }),
                new Operation("revoke a key with scopes", (it, held) -> {
                    var path = it.key(held, held);
                    return who -> who.delete(path);
                }),
                new Operation("invite", (it, held) -> {
                    var body = inviteBody(it.department(held));
                    return who -> who.post(INVITES, body);
                }),
                new Operation("revoke an invite", (it, held) -> {
                    var path = INVITES + "/"
                            + it.admin
                                    .post(INVITES, inviteBody(it.department(held)))
                                    .expect(201)
                                    .text("/id");
                    return who -> who.delete(path);
                }),
                new Operation("take a member's department", (it, held) -> {
                    var path = "/api/v1/members/"
                            + People.subject(it.memberOf(it.department(held)).accessToken());
                    var body = new HashMap<String, @Nullable Object>();
                    body.put("department_role_id", null);
                    return who -> who.patch(path, body);
                }),
                new Operation("remove a member", (it, held) -> {
                    var path = "/api/v1/members/"
                            + People.subject(it.memberOf(it.department(held)).accessToken());
                    return who -> who.delete(path);
                }));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void needsEveryPermissionThatIsConcerned(Operation operation) {
        for (var lacking : LACKING) {
            var attempt = operation.target().apply(this, List.of("tickets.read", lacking));

            var problem = attempt.apply(deputy).problem(403, "permission-not-held");
            assertThat(problem.get("detail").asString()).contains(lacking);
            assertThat(attempt.apply(admin).status()).as("by an admin").isBetween(200, 204);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isOpenToWhoHasThemAll(Operation operation) {
        var attempt = operation.target().apply(this, List.of("tickets.read", "order_tracking.read"));

        assertThat(attempt.apply(deputy).status()).isBetween(200, 204);
    }

    private static final String VA = "/api/v1/roles/va/permissions";
    private static final String DEPARTMENTS = "/api/v1/department-roles";
    private static final String SERVICE_USERS = "/api/v1/service-users";
    private static final String KEYS = "/api/v1/api-keys";
    private static final String INVITES = "/api/v1/invites";

    private static Operation patch(
            String name, BiFunction<HalfAdminIT, List<String>, String> make, Map<String, Object> body) {
        return new Operation(name, (it, held) -> {
            var path = make.apply(it, held);
            return who -> who.patch(path, body);
        });
    }

    private String department(List<String> permissions) {
        return admin.post(DEPARTMENTS, departmentBody(permissions)).expect(201).header("Location");
    }

    private String serviceUser(List<String> permissions) {
        return admin.post(SERVICE_USERS, serviceUserBody(permissions))
                .expect(201)
                .header("Location");
    }

    private String key(List<String> permissions, @Nullable List<String> scopes) {
        return admin.post(KEYS, keyBody(serviceUser(permissions), scopes))
                .expect(201)
                .header("Location");
    }

    private People.Person memberOf(String department) {
        var client = people.member(founder, "client", "client");
        admin.patch(
                        "/api/v1/members/" + People.subject(client.accessToken()),
                        Map.of("department_role_id", id(department)))
                .expect(200);
        return people.refresh(client.refreshToken());
    }

    private static Map<String, Object> permissions(List<String> held) {
        return Map.of("permissions", held);
    }

    private static Map<String, Object> departmentBody(List<String> held) {
        return Map.of("name", "department " + UUID.randomUUID(), "permissions", held);
    }

    private static Map<String, Object> serviceUserBody(List<String> held) {
        return Map.of("name", "robot", "permissions", held);
    }

    private static Map<String, Object> keyBody(String serviceUser, @Nullable List<String> scopes) {
        return scopes == null
                ? Map.of("service_user_id", id(serviceUser), "name", "key")
                : Map.of("service_user_id", id(serviceUser), "name", "key", "scopes", scopes);
    }

    private static Map<String, Object> inviteBody(String department) {
        return Map.of(
                "email",
                "invited-" + UUID.randomUUID() + "@example.com",
                "role",
                "client",
                "department_role_id",
                id(department));
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<String> and(List<String> held, String more) {
        return Stream.concat(held.stream(), Stream.of(more)).distinct().toList();
    }
}
