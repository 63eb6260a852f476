package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/// Small limits, and a trusted proxy, so that each test comes from an address of its own.
@TestPropertySource(
        properties = {
            "deskwire.rate-limit.credential=3",
            "deskwire.rate-limit.tenant=5",
            "deskwire.rate-limit.address=3",
            "deskwire.rate-limit.failures=4",
            "deskwire.rate-limit.guesses=2",
            "deskwire.rate-limit.window=1h",
            "deskwire.gateway.trusted-proxies=127.0.0.0/8,10.0.0.0/8"
        })
class LimitsIT extends GatewayFixture {
    private static String person(UUID tenant) {
        return tokens.member(tenant, UUID.randomUUID(), "agent");
    }

    private Request from(String ip, Request request) {
        return request.header("X-Forwarded-For", ip);
    }

    @Test
    void aCredentialHasItsQuotaAndThen429ThatNamesIt() {
        var token = person(UUID.randomUUID());

        for (int left = 2; left >= 0; left--) {
            var answer = get("/api/v1/tickets").bearer(token).send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("ratelimit-policy")).isEqualTo("\"credential\";q=3;w=3600, \"tenant\";q=5;w=3600");
            assertThat(answer.header("ratelimit"))
                    .matches("\"credential\";r=" + left + ";t=\\d+, \"tenant\";r=" + (left + 2) + ";t=\\d+");
        }

        var refused = get("/api/v1/tickets").bearer(token).send();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.isProblem()).isTrue();
        assertThat(refused.json().path("policy").asString()).isEqualTo("credential");
        assertThat(Long.parseLong(refused.header("retry-after"))).isBetween(1190L, 1200L);
        assertThat(refused.header("ratelimit")).startsWith("\"credential\";r=0;t=");
        assertThat(tickets.seen).hasSize(3);
    }

    @Test
    void aTenantsPeopleShareItsQuotaAndOtherTenantsDoNot() {
        var tenant = UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            assertThat(get("/api/v1/tickets").bearer(person(tenant)).send().status())
                    .isEqualTo(200);
        }

        var refused = get("/api/v1/tickets").bearer(person(tenant)).send();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("policy").asString()).isEqualTo("tenant");
        assertThat(get("/api/v1/tickets")
                        .bearer(person(UUID.randomUUID()))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aServiceUserHasItsOwnLimitOverAllItsKeys() {
        var machine = UUID.randomUUID().toString();
        var tenant = UUID.randomUUID().toString();
        for (int left = 1; left >= 0; left--) {
            var answer = get("/api/v1/tickets").bearer(machine(machine, tenant)).send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("ratelimit-policy")).isEqualTo("\"credential\";q=2;w=60, \"tenant\";q=5;w=3600");
            assertThat(answer.header("ratelimit")).startsWith("\"credential\";r=" + left + ";t=");
        }

        var refused = get("/api/v1/tickets").bearer(machine(machine, tenant)).send();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("policy").asString()).isEqualTo("credential");
    }

    private static String machine(String machine, String tenant) {
        return tokens.mint(Map.of(
                "sub",
                machine,
                "tenant_id",
                tenant,
                "tenant_role",
                "service",
                "permissions",
                List.of(),
                "is_service_user",
                true,
                "rate_limit",
                2));
    }

    @Test
    void requestsWithoutACallerCountByAddress() {
        for (int i = 0; i < 3; i++) {
            assertThat(from("203.0.113.1", get("/auth/v1/settings").apikey(PUBLISHABLE))
                            .send()
                            .status())
                    .isEqualTo(200);
        }

        var refused = from("203.0.113.1", get("/auth/v1/settings").apikey(PUBLISHABLE))
                .send();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("policy").asString()).isEqualTo("address");
        assertThat(refused.json().path("code").asString()).isEqualTo("over_request_rate_limit");
        assertThat(from("203.0.113.2", get("/auth/v1/settings").apikey(PUBLISHABLE))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void peopleOfAServerThatRendersPagesCountEachForItself() {
        for (int i = 0; i < 5; i++) {
            assertThat(from(
                                    "203.0.113.20",
                                    get("/auth/v1/user").apikey(PUBLISHABLE).bearer(person(UUID.randomUUID())))
                            .send()
                            .status())
                    .isEqualTo(200);
        }

        var token = person(UUID.randomUUID());
        for (int i = 0; i < 3; i++) {
            from("203.0.113.20", get("/auth/v1/user").apikey(PUBLISHABLE).bearer(token))
                    .send();
        }
        var refused = from(
                        "203.0.113.20", get("/auth/v1/user").apikey(PUBLISHABLE).bearer(token))
                .send();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("policy").asString()).isEqualTo("credential");
    }

    @Test
    void aTokenThatDoesNotHoldGoesOnToAuthAndCountsByAddress() {
        for (int i = 0; i < 3; i++) {
            assertThat(from(
                                    "203.0.113.21",
                                    get("/auth/v1/user").apikey(PUBLISHABLE).bearer("bad." + i))
                            .send()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(auth.seen.getLast().header("Authorization")).isEqualTo("Bearer bad.2");

        assertThat(from("203.0.113.21", get("/auth/v1/user").apikey(PUBLISHABLE).bearer("bad.3"))
                        .send()
                        .status())
                .isEqualTo(429);
    }

    @Test
    void aServerWithTheSecretKeySaysWhereItsPeopleComeFrom() {
        var token = person(UUID.randomUUID());

        from("203.0.113.22", get("/auth/v1/user").apikey(SECRET).bearer(token))
                .header("Sb-Forwarded-For", "198.51.100.77")
                .header("User-Agent", "node")
                .send();
        assertThat(auth.seen.getLast().header("X-Forwarded-For")).isEqualTo("198.51.100.77");

        from("203.0.113.22", get("/auth/v1/user").apikey(PUBLISHABLE).bearer(token))
                .header("Sb-Forwarded-For", "198.51.100.77")
                .send();
        assertThat(auth.seen.getLast().header("X-Forwarded-For")).isEqualTo("203.0.113.22");

        from("203.0.113.22", get("/auth/v1/user").apikey(SECRET).bearer(token))
                .header("Sb-Forwarded-For", "nowhere.example")
                .header("User-Agent", "node")
                .send();
        assertThat(auth.seen.getLast().header("X-Forwarded-For")).isEqualTo("203.0.113.22");
    }

    @Test
    void requestsWithABadCredentialCountApart() {
        for (int i = 0; i < 4; i++) {
            assertThat(from("203.0.113.3", get("/api/v1/tickets").bearer("bad"))
                            .send()
                            .status())
                    .isEqualTo(401);
        }
        assertThat(from("203.0.113.3", get("/api/v1/tickets").bearer("bad"))
                        .send()
                        .status())
                .isEqualTo(429);
        assertThat(from("203.0.113.3", get("/api/v1/tickets").bearer(person(UUID.randomUUID())))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void guessingKeysDoesNotKeepAuthBusy() {
        auth.script("/token", StandInService.json(401, "{}"));

        for (int i = 0; i < 4; i++) {
            from("203.0.113.4", get("/api/v1/tickets").bearer(Keys.apiKey())).send();
        }
        assertThat(auth.seen).hasSize(2);

        auth.script("/token", StandInService.json(200, "{\"access_token\":\"" + person(UUID.randomUUID()) + "\"}"));
        assertThat(from("203.0.113.5", get("/api/v1/tickets").bearer(Keys.apiKey()))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTrustedProxyTellsWhereARequestCameFrom() {
        get("/api/v1/tickets")
                .bearer(person(UUID.randomUUID()))
                .headers(Map.of(
                        "X-Forwarded-For", "198.51.100.9, 203.0.113.6, 10.1.2.3",
                        "X-Forwarded-Proto", "https",
                        "X-Forwarded-Host", "acme.desk.example"))
                .send();

        var seen = tickets.seen.getFirst();
        assertThat(seen.header("X-Forwarded-For")).isEqualTo("203.0.113.6");
        assertThat(seen.header("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(seen.header("X-Forwarded-Host")).isEqualTo("acme.desk.example");
        assertThat(seen.header("X-Forwarded-Port")).isEqualTo("443");
    }
}
