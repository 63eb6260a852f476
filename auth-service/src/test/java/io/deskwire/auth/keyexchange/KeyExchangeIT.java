package io.deskwire.auth.keyexchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.apikey.ApiKeyId;
import io.deskwire.auth.keyexchange.KeyUses.Use;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@AuthServiceTest
class KeyExchangeIT {
    @Autowired
    SystemAccess system;

    @Autowired
    KeyExchangeRepository repository;

    @Autowired
    Clock clock;

    @Autowired
    People people;

    People.Founder founder;
    Api admin;
    String serviceUser;

    @BeforeEach
    void found() {
        founder = people.founder("exchange");
        admin = people.api().as(founder.accessToken());
        serviceUser = admin.get("/api/v1/service-users").text("/data/0/id");
    }

    @Test
    void writesTheLastUseDownAFewSecondsLater() {
        var path = "/api/v1/api-keys/" + admin.get("/api/v1/api-keys").text("/data/0/id");
        assertThat(admin.get(path).json().get("last_used_at").isNull()).isTrue();

        people.api()
                .as(founder.apiKey())
                .with("X-Forwarded-For", "2001:db8::7")
                .post("/token", Map.of())
                .expect(200);

        await().untilAsserted(() -> {
            var seen = admin.get(path).expect(200);
            assertThat(seen.json().get("last_used_at").isNull()).isFalse();
            assertThat(seen.text("/last_used_ip")).isEqualTo("2001:db8:0:0:0:0:0:7");
            assertThat(seen.header("ETag")).isEqualTo("W/\"1\"");
        });
        assertThat(admin.get("/api/v1/service-users/" + serviceUser)
                        .json()
                        .get("last_used_at")
                        .isNull())
                .isFalse();
    }

    @Test
    void keepsTheLaterUseHoweverTheyArrive() {
        var key = admin.get("/api/v1/api-keys").text("/data/0/id");
        var now = clock.instant();

        system.run("test", () -> repository.noteUses(List.of(use(key, now, "192.0.2.1"))));
        system.run("test", () -> repository.noteUses(List.of(use(key, now.minusSeconds(60), "192.0.2.2"))));

        assertThat(admin.get("/api/v1/api-keys/" + key).text("/last_used_ip")).isEqualTo("192.0.2.1");
    }

    private Use use(String key, Instant at, String address) {
        return new Use(
                new TenantId(UUID.fromString(founder.tenantId())),
                new ApiKeyId(UUID.fromString(key)),
                new UserId(UUID.fromString(serviceUser)),
                at,
                address);
    }

    @Test
    void refusesAKeyFromOutsideItsNetworks() {
        var made = admin.post(
                        "/api/v1/api-keys",
                        Map.of(
                                "service_user_id",
                                serviceUser,
                                "name",
                                "office",
                                "allowed_cidrs",
                                List.of("192.0.2.0/24", "2001:db8::/32")))
                .expect(201)
                .text("/api_key/key");
        var api = people.api().as(made);

        for (var inside : List.of("192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1")) {
            api.with("X-Forwarded-For", inside).post("/token", Map.of()).expect(200);
        }
        for (var outside : List.of("192.0.3.1", "2001:db9::1", "nonsense")) {
            api.with("X-Forwarded-For", outside).post("/token", Map.of()).problem(401, "unauthenticated");
        }
        for (var bad : List.of("192.0.2.1/24", "2001:db8::/129", "example.com/8")) {
            admin.post(
                            "/api/v1/api-keys",
                            Map.of("service_user_id", serviceUser, "name", "x", "allowed_cidrs", List.of(bad)))
                    .problem(400, "malformed");
        }
    }
}
