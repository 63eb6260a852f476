package io.deskwire.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.People;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is banned is out everywhere, and in again when the ban is lifted.
class AdminBanIT extends AdminFixture {
    @Test
    void bansEverywhereWithinSecondsAndLiftsIt() {
        var founder = people.founder("banned");
        var id = api.as(founder.accessToken()).get("/auth/v1/user").text("/id");
        api.as(founder.accessToken()).get("/api/v1/service-users").expect(200);

        var banned = admin.put(USERS + "/" + id, Map.of("ban_duration", "24h")).expect(200);

        assertThat(Instant.parse(banned.text("/banned_until")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        refused(signIn(founder.email(), People.PASSWORD), 400, "user_banned", "User is banned");
        await().untilAsserted(() ->
                api.as(founder.accessToken()).get("/api/v1/service-users").problem(401, "unauthenticated"));

        assertThat(admin.put(USERS + "/" + id, Map.of("ban_duration", "none"))
                        .expect(200)
                        .json()
                        .has("banned_until"))
                .isFalse();
        signIn(founder.email(), People.PASSWORD).expect(200);
    }

    @Test
    void letsASessionGoOnAfterABan() {
        var person = people.signUp("paused");
        var id = People.subject(person.accessToken());
        var refresh = Map.of("refresh_token", person.refreshToken());
        api.as(person.accessToken()).get("/api/v1/tenants").expect(200);

        admin.put(USERS + "/" + id, Map.of("ban_duration", "24h")).expect(200);

        refused(
                api.post("/auth/v1/token?grant_type=refresh_token", refresh),
                400,
                "user_banned",
                "Invalid Refresh Token: User Banned");
        refused(api.as(person.accessToken()).get("/auth/v1/user"), 403, "user_banned", "User is banned");
        await().untilAsserted(() ->
                api.as(person.accessToken()).get("/api/v1/tenants").problem(401, "unauthenticated"));

        admin.put(USERS + "/" + id, Map.of("ban_duration", "none")).expect(200);
        var refreshed = people.refresh(person.refreshToken());
        assertThat(People.claims(refreshed.accessToken()).get("session_id"))
                .isEqualTo(People.claims(person.accessToken()).get("session_id"));
        api.as(refreshed.accessToken()).get("/api/v1/tenants").expect(200);
        api.as(person.accessToken()).get("/api/v1/tenants").problem(401, "unauthenticated");
    }
}
