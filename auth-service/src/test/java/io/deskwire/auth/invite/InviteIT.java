package io.deskwire.auth.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Founder;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@AuthServiceTest
class InviteIT {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    SystemAccess system;

    @Autowired
    InviteService invites;

    @Autowired
    People people;

    Founder founder;
    Api admin;

    @BeforeEach
    void found() {
        founder = people.founder("inviting");
        admin = people.api().as(founder.accessToken());
    }

    private Api.Answer invite(String email, String role) {
        return admin.post("/api/v1/invites", Map.of("email", email, "role", role))
                .expect(201);
    }

    private JsonNode mailTo(String email) {
        return system.call(
                "test",
                () -> jdbc.sql("SELECT values FROM mails WHERE recipient = :to AND kind = 'tenant_invite'")
                        .param("to", email)
                        .query((row, _) -> JsonMapper.shared().readTree(row.getString("values")))
                        .single());
    }

    private void expire(String id) {
        system.run(
                "test",
                () -> jdbc.sql("UPDATE invites SET expires_at = now() - interval '1 second' WHERE id = :id")
                        .param("id", UUID.fromString(id))
                        .update());
    }

    @Test
    void turnsAnInviteIntoAMembershipOnce() {
        var person = people.signUp("invited");
        var made = invite(person.email().toUpperCase(java.util.Locale.ROOT), "agent");
        assertThat(made.text("/email")).isEqualTo(person.email());
        var token = mailTo(person.email()).get("token").asString();
        var api = people.api().as(person.accessToken());

        var first = api.post("/auth/bootstrap", Map.of("invite_token", token)).expect(200);
        var again = api.post("/auth/bootstrap", Map.of("invite_token", token)).expect(200);

        assertThat(first.json().get("created").asBoolean()).isTrue();
        assertThat(first.text("/membership/role")).isEqualTo("agent");
        assertThat(first.text("/membership/tenant_id")).isEqualTo(founder.tenantId());
        assertThat(again.json().get("created").asBoolean()).isFalse();
        assertThat(again.json().get("membership")).isEqualTo(first.json().get("membership"));
        var claims = People.claims(people.refresh(person.refreshToken()).accessToken());
        assertThat(claims.get("tenant_id").asString()).isEqualTo(founder.tenantId());
        assertThat(admin.get(made.header("Location")).expect(200).text("/status"))
                .isEqualTo("accepted");
        admin.delete(made.header("Location")).problem(409, "invite-used");
    }

    @Test
    void joinsOnceHoweverOftenItIsAskedAtOnce() {
        var person = people.signUp("racing");
        invite(person.email(), "agent");
        var created = new ConcurrentLinkedQueue<Boolean>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 10)
                    .forEach(_ -> threads.submit(() -> created.add(people.api()
                            .as(person.accessToken())
                            .post("/auth/bootstrap", Map.of())
                            .expect(200)
                            .json()
                            .get("created")
                            .asBoolean())));
        }

        assertThat(created).hasSize(10).containsOnlyOnce(true);
    }

    @Test
    void refusesWithoutAnInviteWithAnExpiredAndWithAUsedOne() {
        var stranger = people.api().as(people.signUp("stranger").accessToken());
        stranger.post("/auth/bootstrap", Map.of()).problem(403, "invite-required");
        stranger.post("/auth/bootstrap", Map.of("invite_token", "nonsense")).problem(403, "invite-required");

        var late = people.signUp("late");
        var lateInvite = invite(late.email(), "agent").text("/id");
        expire(lateInvite);
        people.api().as(late.accessToken()).post("/auth/bootstrap", Map.of()).problem(403, "invite-expired");

        var removed = people.member(founder, "removed", "agent");
        admin.delete("/api/v1/members/" + People.subject(removed.accessToken())).expect(204);
        people.api()
                .as(people.refresh(removed.refreshToken()).accessToken())
                .post("/auth/bootstrap", Map.of())
                .problem(403, "invite-used");
    }

    @Test
    void opensNothingToWhoOnlyHasTheLink() {
        var person = people.signUp("rightful");
        invite(person.email(), "admin");
        var token = mailTo(person.email()).get("token").asString();

        people.api()
                .as(people.signUp("thief").accessToken())
                .post("/auth/bootstrap", Map.of("invite_token", token))
                .problem(403, "invite-required");
        people.api()
                .as(people.api().as(founder.apiKey()).post("/token", Map.of()).text("/access_token"))
                .post("/auth/bootstrap", Map.of("invite_token", token))
                .problem(403, "forbidden");
    }

    @Test
    void believesNoUnconfirmedAddress() {
        var person = people.signUp("unconfirmed");
        invite(person.email(), "agent");
        system.run(
                "test",
                () -> jdbc.sql("UPDATE users SET email_confirmed_at = NULL WHERE email = :email")
                        .param("email", person.email())
                        .update());

        people.api().as(person.accessToken()).post("/auth/bootstrap", Map.of()).problem(403, "email-not-verified");
    }

    @Test
    void revokesAnInvite() {
        var person = people.signUp("unwanted");
        var path = invite(person.email(), "agent").header("Location");

        admin.delete(path).expect(204);
        admin.delete(path).expect(204);

        assertThat(admin.get(path).text("/status")).isEqualTo("revoked");
        people.api().as(person.accessToken()).post("/auth/bootstrap", Map.of()).problem(403, "invite-required");
        invite(person.email(), "client");
    }

    /// A mail to it would come back, and nobody would be told.
    @Test
    void invitesNoAddressThatMailCannotBeSentTo() {
        for (var email :
                java.util.List.of("\u00FCn\u00EF@walk.example", "x@ex\u00E4mple.com", "x".repeat(256) + "@a.b")) {
            var refused = admin.post("/api/v1/invites", Map.of("email", email, "role", "agent"))
                    .problem(400, "malformed");
            assertThat(refused.at("/errors/0/field").asString()).isEqualTo("email");
        }
    }

    @Test
    void keepsOneOpenInviteForAnAddressAndReplacesAnExpiredOne() {
        var email = "once-%s@example.com".formatted(UUID.randomUUID());
        var first = invite(email, "agent").text("/id");

        assertThat(admin.post("/api/v1/invites", Map.of("email", email, "role", "agent"))
                        .problem(409, "invite-open")
                        .get("existing_id")
                        .asString())
                .isEqualTo(first);
        expire(first);
        assertThat(invite(email, "agent").text("/id")).isNotEqualTo(first);

        assertThat(admin.post("/api/v1/invites", Map.of("email", founder.email(), "role", "agent"))
                        .problem(409, "already-member")
                        .get("existing_id")
                        .asString())
                .isEqualTo(People.subject(founder.accessToken()));
    }

    @Test
    void storesTheTokenAsAHashAndMailsTheLink() {
        var email = "mailed-%s@example.com".formatted(UUID.randomUUID());
        var made = invite(email, "agent");
        var mail = mailTo(email);

        assertThat(made.response().headers().allValues("RateLimit-Policy"))
                .anyMatch(policy -> policy.startsWith("\"email_sent\";"));

        assertThat(mail.get("link").asString())
                .endsWith("?invite_token=" + mail.get("token").asString());
        assertThat(mail.get("tenant").asString()).isEqualTo("inviting");
        var stored = system.call(
                "test",
                () -> jdbc.sql("SELECT row(i.*)::text || coalesce((SELECT string_agg(data, '') FROM outbox"
                                + " WHERE tenant_id = i.tenant_id), '') FROM invites i WHERE id = :id")
                        .param("id", UUID.fromString(made.text("/id")))
                        .query(String.class)
                        .single());
        assertThat(stored + made.response().body())
                .contains(email)
                .doesNotContain(mail.get("token").asString());
    }

    @Test
    void saysWhoMaySignUpByInvitation() {
        var email = "signup-%s@example.com".formatted(UUID.randomUUID());
        assertThat(system.call("test", () -> invites.openFor(email))).isFalse();

        var id = invite(email, "agent").text("/id");

        assertThat(system.call("test", () -> invites.openFor(" " + email.toUpperCase(java.util.Locale.ROOT))))
                .isTrue();
        expire(id);
        assertThat(system.call("test", () -> invites.openFor(email))).isFalse();
    }

    @Test
    void namesEveryBadField() {
        var errors = admin.post(
                        "/api/v1/invites",
                        Map.of("email", "nonsense", "role", "service", "expires_at", "1960-01-01T00:00:00Z"))
                .problem(400, "malformed")
                .get("errors");

        assertThat(errors.findValuesAsString("field")).containsExactly("email", "role", "expires_at");
        admin.post(
                        "/api/v1/invites",
                        Map.of("email", "a@example.com", "role", "va", "expires_at", "2020-01-01T00:00:00Z"))
                .problem(400, "malformed");
        var agent = people.api().as(people.member(founder, "agent", "agent").accessToken());
        agent.post("/api/v1/invites", Map.of("email", "a@example.com", "role", "client"))
                .problem(403, "forbidden");
        agent.get("/api/v1/invites").problem(403, "forbidden");
    }
}
