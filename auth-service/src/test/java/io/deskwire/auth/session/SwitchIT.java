package io.deskwire.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Somebody who works in two tenants goes from one to the other.
@AuthServiceTest
class SwitchIT {
    @Autowired
    SystemAccess system;

    @Autowired
    SessionRepository sessions;

    @Autowired
    Clock clock;

    @Autowired
    People people;

    People.Founder first;
    String second;

    @BeforeEach
    void foundTwo() {
        first = people.founder("first");
        second = people.api()
                .as(first.accessToken())
                .post("/api/v1/tenants", Map.of("name", "Second", "slug", "second-" + UUID.randomUUID()))
                .expect(201)
                .text("/tenant/id");
    }

    private String signIn() {
        return people.api()
                .post("/auth/v1/token?grant_type=password", Map.of("email", first.email(), "password", People.PASSWORD))
                .expect(200)
                .text("/access_token");
    }

    @Test
    void theNextSignInBeginsWhereThePersonWentLast() {
        var token = signIn();
        var elsewhere = People.claims(token).get("tenant_id").asString().equals(second) ? first.tenantId() : second;

        people.api()
                .as(token)
                .post("/api/v1/tenants/" + elsewhere + "/switch", Map.of())
                .expect(204);

        assertThat(People.claims(signIn()).get("tenant_id").asString()).isEqualTo(elsewhere);
    }

    @Test
    void aRefreshThatBeganBeforeDoesNotUndoIt() {
        var token = signIn();
        var id = new SessionId(
                UUID.fromString(People.claims(token).get("session_id").asString()));
        var before = system.call("test", () -> sessions.find(id)).orElseThrow();
        var here = before.tenant();
        var elsewhere = new TenantId(UUID.fromString(second)).equals(here)
                ? new TenantId(UUID.fromString(first.tenantId()))
                : new TenantId(UUID.fromString(second));
        people.api()
                .as(token)
                .post("/api/v1/tenants/" + elsewhere + "/switch", Map.of())
                .expect(204);

        var advanced = system.call(
                "test",
                () -> sessions.advance(before, before.advanced(0, here, clock.instant(), Duration.ofSeconds(10))));

        assertThat(advanced).isFalse();
        assertThat(system.call("test", () -> sessions.find(id)).orElseThrow().tenant())
                .isEqualTo(elsewhere);
    }
}
