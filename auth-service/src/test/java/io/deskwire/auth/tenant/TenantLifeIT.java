package io.deskwire.auth.tenant;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What a tenant lives through: changes, suspension, deletion and restoration. [TenantErasureIT] has its end.
@AuthServiceTest
class TenantLifeIT {
    @Autowired
    People people;

    Founder founder;
    Api owner;
    String path;

    @BeforeEach
    void found() {
        founder = people.founder("life");
        owner = people.api().as(founder.accessToken());
        path = "/api/v1/tenants/" + founder.tenantId();
    }

    private Api again() {
        return people.signedIn(founder.email());
    }

    @Test
    void changesNameDomainAndMetadata() {
        var domain = "desk-%s.example.com".formatted(UUID.randomUUID());
        var etag = owner.get(path).expect(200).header("ETag");

        var patched = owner.with("If-Match", etag)
                .patch(
                        path,
                        Map.of(
                                "name",
                                "Renamed",
                                "domain",
                                domain.toUpperCase(java.util.Locale.ROOT),
                                "metadata",
                                Map.of("plan", "gold")))
                .expect(200);

        assertThat(patched.text("/name")).isEqualTo("Renamed");
        assertThat(patched.text("/domain")).isEqualTo(domain);
        assertThat(patched.text("/metadata/plan")).isEqualTo("gold");
        var stale =
                owner.with("If-Match", etag).patch(path, Map.of("name", "Late")).problem(412, "stale");
        assertThat(stale.get("changed").toString()).contains("domain", "metadata");
        var cleared = new HashMap<String, Object>();
        cleared.put("domain", null);
        assertThat(owner.patch(path, cleared).expect(200).json().get("domain").isNull())
                .isTrue();
    }

    @Test
    void refusesATakenDomainAndBadFields() {
        var domain = "taken-%s.example.com".formatted(UUID.randomUUID());
        owner.patch(path, Map.of("domain", domain)).expect(200);
        var other = people.founder("other");
        var otherOwner = people.api().as(other.accessToken());

        otherOwner
                .patch("/api/v1/tenants/" + other.tenantId(), Map.of("domain", domain))
                .problem(409, "tenant-taken");
        var errors = owner.patch(path, Map.of("name", " ", "domain", "x", "status", "deleted", "slug", "new"))
                .problem(400, "malformed")
                .get("errors");
        assertThat(errors.findValuesAsString("field")).contains("name", "domain", "status", "slug");
    }

    @Test
    void findsTheTenantOfASignInByItsOwnDomainAndByItsFirstLabel() {
        var domain = "help.%s.example.com".formatted(UUID.randomUUID());
        owner.patch(path, Map.of("domain", domain)).expect(200);
        var slug = owner.get(path).text("/slug");
        var second = again().post("/api/v1/tenants", Map.of("name", "Second", "slug", "second-" + UUID.randomUUID()))
                .expect(201);
        var body = Map.of("email", founder.email(), "password", People.PASSWORD);
        var signIn = "/auth/v1/token?grant_type=password";

        for (var host : List.of(domain + ":8443", slug + ".desk.example")) {
            var token = people.api()
                    .with("X-Forwarded-Host", host)
                    .post(signIn, body)
                    .expect(200)
                    .text("/access_token");
            assertThat(People.claims(token).get("tenant_id").asString())
                    .as(host)
                    .isEqualTo(founder.tenantId());
        }
        var chosen = people.api()
                .with("X-Forwarded-Host", domain)
                .with("X-Tenant", second.text("/tenant/slug"))
                .post(signIn, body)
                .expect(200)
                .text("/access_token");
        assertThat(People.claims(chosen).get("tenant_id").asString()).isEqualTo(second.text("/tenant/id"));
    }

    @Test
    void letsASuspendedTenantReadAndNotWriteUntilItIsResumed() {
        var agent = people.member(founder, "agent", "agent");
        var serviceUser =
                people.api().as(founder.apiKey()).post("/token", Map.of()).text("/access_token");

        assertThat(owner.patch(path, Map.of("status", "suspended")).expect(200).text("/status"))
                .isEqualTo("suspended");

        await().untilAsserted(() -> {
            owner.get(path).problem(401, "unauthenticated");
            people.api().as(agent.accessToken()).get(path).problem(401, "unauthenticated");
            people.api().as(serviceUser).get(path).problem(401, "unauthenticated");
        });
        var suspended = again();
        suspended.get(path).expect(200);
        suspended.get("/api/v1/members").expect(200);
        suspended
                .post("/api/v1/invites", Map.of("email", "a@example.com", "role", "va"))
                .problem(403, "tenant-suspended");
        suspended.patch(path, Map.of("name", "Still me")).problem(403, "tenant-suspended");
        people.api()
                .as(people.refresh(agent.refreshToken()).accessToken())
                .patch(path, Map.of("status", "active"))
                .problem(403, "forbidden");
        suspended.patch(path, Map.of("status", "active")).expect(200);
        again().patch(path, Map.of("name", "Back")).expect(200);
    }

    @Test
    void whatTheOperatorSuspendsTheOperatorAloneResumes() {
        var operator = people.server("abuse-desk", founder.tenantId());

        var held = operator.patch(path, Map.of("status", "suspended")).expect(200);

        assertThat(held.json().get("held_by_operator").asBoolean()).isTrue();
        var suspended = again();
        suspended.patch(path, Map.of("status", "active")).problem(403, "tenant-held");
        assertThat(suspended.get(path).expect(200).text("/status")).isEqualTo("suspended");

        suspended.delete(path).expect(204);
        var restored = again().patch(path, Map.of("status", "active")).expect(200);
        assertThat(restored.text("/status")).isEqualTo("suspended");
        again().patch(path, Map.of("status", "active")).problem(403, "tenant-held");

        // Deleting the tenant has cut off the operator's token as well.
        var resumed = people.server("abuse-desk", founder.tenantId())
                .patch(path, Map.of("status", "active"))
                .expect(200);
        assertThat(resumed.text("/status")).isEqualTo("active");
        assertThat(resumed.json().get("held_by_operator").asBoolean()).isFalse();
        again().patch(path, Map.of("status", "suspended")).expect(200);
        again().patch(path, Map.of("status", "active")).expect(200);
    }

    @Test
    void letsOnlyItsOwnerDeleteAndRestore() {
        var admin = people.member(founder, "admin", "admin");
        people.api().as(admin.accessToken()).delete(path).problem(403, "forbidden");

        owner.delete(path).expect(204);

        await().untilAsserted(() ->
                people.api().as(admin.accessToken()).get("/api/v1/members").problem(401, "unauthenticated"));
        people.api().as(founder.apiKey()).post("/token", Map.of()).problem(401, "unauthenticated");
        var adminAfter = people.api().as(people.refresh(admin.refreshToken()).accessToken());
        adminAfter.get(path).problem(404, "not-found");
        adminAfter.patch(path, Map.of("status", "active")).problem(404, "not-found");
        adminAfter.post(path + "/switch", Map.of()).problem(404, "not-found");
        var ownerAfter = again();
        assertThat(ownerAfter.get("/api/v1/tenants").json().get("data")).isEmpty();
        assertThat(ownerAfter.get("/api/v1/tenants?status=deleted").text("/data/0/id"))
                .isEqualTo(founder.tenantId());
        ownerAfter.delete(path).expect(204);
        ownerAfter.patch(path, Map.of("name", "Undead")).problem(409, "tenant-deleted");

        var restored = ownerAfter.patch(path, Map.of("status", "active")).expect(200);

        assertThat(restored.json().get("deleted_at").isNull()).isTrue();
        again().get("/api/v1/members").expect(200);
        assertThat(people.api().as(founder.apiKey()).post("/token", Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void anAccountDeletedInTheGraceIsNoMemberOfTheRestoredTenant() {
        var agent = people.member(founder, "agent", "agent");
        var id = People.subject(agent.accessToken());
        owner.delete(path).expect(204);
        people.adminClient()
                .send("DELETE", "/auth/v1/admin/users/" + id, Map.of("should_soft_delete", true))
                .expect(200);

        var restored = again();
        restored.patch(path, Map.of("status", "active")).expect(200);

        again().get("/api/v1/members/" + id).problem(404, "not-found");
    }
}
