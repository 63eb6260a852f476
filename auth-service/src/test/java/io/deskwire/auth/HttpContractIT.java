package io.deskwire.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.CrossTenantAttack;
import io.deskwire.testsupport.HttpContract;
import io.deskwire.testsupport.UnreadableAddresses;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// `contracts/http/auth.yaml` names every endpoint, and none of `/api/v1` shows or changes another tenant's things to
/// another tenant's admin. (What `/auth/v1` shows is somebody's own, or the secret key's.)
@AuthServiceTest
class HttpContractIT {
    private static final HttpContract CONTRACT = HttpContract.of("auth");

    @Autowired
    People people;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    Api victim;
    Api attacker;
    People.Founder founder;
    String invite;
    String department;
    String serviceUser;
    String key;

    @BeforeEach
    void fill() {
        founder = people.founder("victim");
        victim = people.api().as(founder.accessToken());
        attacker = people.api().as(people.founder("attacker").accessToken());
        invite = made("/api/v1/invites", Map.of("email", "victim@example.com", "role", "va"));
        department = made("/api/v1/department-roles", Map.of("name", "Ours", "permissions", List.of()));
        serviceUser = victim.get("/api/v1/service-users").text("/data/0/id");
        key = victim.get("/api/v1/api-keys").text("/data/0/id");
        victim.put("/api/v1/tenants/" + founder.tenantId() + "/services/odoo", Map.of("service_id", "1"))
                .expect(200);
    }

    private String made(String path, Map<String, Object> body) {
        return victim.post(path, body).expect(201).text("/id");
    }

    @Test
    void describesEveryEndpointAndNoOther() {
        assertThat(CONTRACT.differences(mappings, "io.deskwire.auth")).isEmpty();
    }

    @Test
    void refusesAddressesThatAreNotReadable(@LocalServerPort int port) {
        assertThat(UnreadableAddresses.findings(port, CONTRACT)).isEmpty();
    }

    @Test
    void refusesAFormThatIsNotReadable() {
        for (var bad : List.of("token=%FF&type=signup", "token=x&type=M%FCller", "token=%zz")) {
            var answer = people.api()
                    .with("Content-Type", "application/x-www-form-urlencoded")
                    .post("/auth/v1/confirm", bad)
                    .expect(400);
            assertThat(answer.header("x-sb-error-code")).isEqualTo("validation_failed");
        }
    }

    @Test
    void answersNotFoundToWhoeverReachesIntoAnotherTenant() {
        assertThat(new CrossTenantAttack(CONTRACT, victim, attacker)
                        .below("/api/v1/")
                        .id("/api/v1/tenants/{}", founder.tenantId())
                        .id("/api/v1/tenants/{}/services/{}", "odoo")
                        .id("/api/v1/members/{}", People.subject(founder.accessToken()))
                        .id("/api/v1/invites/{}", invite)
                        .id("/api/v1/department-roles/{}", department)
                        .id("/api/v1/service-users/{}", serviceUser)
                        .id("/api/v1/api-keys/{}", key)
                        .body("PATCH /api/v1/tenants/{}", Map.of("name", "taken over"))
                        .body("PUT /api/v1/tenants/{}/services/{}", Map.of("service_id", "1"))
                        .body("POST /api/v1/tenants/{}/provision", Map.of("services", List.of("odoo")))
                        .body("PATCH /api/v1/members/{}", Map.of("role", "client"))
                        .body("PATCH /api/v1/department-roles/{}", Map.of("name", "taken over"))
                        .body("PATCH /api/v1/service-users/{}", Map.of("name", "taken over"))
                        // A role's name is everybody's, and means the caller's own tenant.
                        .without("GET /api/v1/roles/{}/permissions", "PUT /api/v1/roles/{}/permissions")
                        // Of an erased tenant only; TenantErasureIT.
                        .without("GET /api/v1/tenants/{}/erasure")
                        .findings())
                .isEmpty();
        assertThat(victim.get("/api/v1/service-users").text("/data/0/name")).isEqualTo("Default integration");
        assertThat(victim.get("/api/v1/api-keys").text("/data/0/status")).isEqualTo("active");
    }

    @Test
    void takesNoIdOfAnotherTenantInABody() {
        attacker.post(
                        "/api/v1/invites",
                        Map.of("email", "x@example.com", "role", "va", "department_role_id", department))
                .problem(404, "not-found");
        attacker.post("/api/v1/api-keys", Map.of("service_user_id", serviceUser, "name", "x"))
                .problem(404, "not-found");
    }
}
