package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The secret key: swapped with what its holder chooses, and for no browser.
class SecretKeyIT extends GatewayFixture {
    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tickets", "/api/v1/automation/jobs"})
    void theSecretKeyGivesSystemAccessByEitherHeader(String path) {
        var jwt = tokens.system(null, "nightly-export");
        grant(jwt);

        assertThat(get(path).bearer(SECRET).send().status()).isEqualTo(200);
        assertThat(get(path).apikey(SECRET).send().status()).isEqualTo(200);

        assertThat(Stream.of(tickets, automation).flatMap(service -> service.seen.stream()))
                .hasSize(2)
                .allSatisfy(seen -> {
                    assertThat(seen.header("Authorization")).startsWith("Bearer ey");
                    assertThat(seen.header("apikey")).isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tickets", "/auth/v1/admin/users", "/realtime/v1/api/broadcast", "/token"})
    void theSecretKeyIsRefusedFromABrowser(String path) {
        grant(tokens.system(null, "nightly-export"));

        assertThat(get(path).apikey(SECRET).header("User-Agent", BROWSER).send().status())
                .isEqualTo(401);
        assertThat(get(path)
                        .apikey(SECRET)
                        .header("Origin", "https://app.example")
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(get(path)
                        .apikey(PUBLISHABLE)
                        .bearer(SECRET)
                        .header("User-Agent", BROWSER)
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(auth.seen).isEmpty();
        assertThat(tickets.seen).isEmpty();
    }

    @Test
    void whatTheSecretKeysHolderChoosesGoesIntoItsTokenAndNoFurther() {
        grant(tokens.system(TENANT, "nightly-export"));
        var slug = "acme-" + UUID.randomUUID();

        get("/api/v1/tickets")
                .apikey(SECRET)
                .header("X-Deskwire-Purpose", "nightly-export")
                .header("X-Tenant", slug)
                .send();

        assertThat(auth.seen.getFirst().body())
                .isEqualTo("{\"expires_in\":900,\"purpose\":\"nightly-export\",\"tenant\":\"%s\"}".formatted(slug));
        assertThat(tickets.seen.getFirst().header("X-Deskwire-Purpose")).isNull();
    }

    @Test
    void eachChoiceHasATokenOfItsOwn() {
        grant(tokens.system(TENANT, "nightly-export"));

        var acme = "acme-" + UUID.randomUUID();
        var globex = "globex-" + UUID.randomUUID();

        for (var tenant : new String[] {acme, globex, acme}) {
            for (var purpose : new String[] {"nightly-export", "cleanup"}) {
                get("/api/v1/tickets")
                        .apikey(SECRET)
                        .header("X-Deskwire-Purpose", purpose)
                        .header("X-Tenant", tenant)
                        .send();
            }
        }

        assertThat(auth.seen).hasSize(4);
    }

    @Test
    void aChoiceThatDoesNotHoldIsToldApartFromAWrongKey() {
        auth.script("/token", StandInService.json(404, "{}"));
        var unknown = get("/api/v1/tickets")
                .apikey(SECRET)
                .header("X-Tenant", "nobody")
                .send();
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("detail").asString()).contains("nobody");

        auth.script("/token", StandInService.json(400, "{}"));
        var malformed = get("/api/v1/tickets")
                .apikey(SECRET)
                .header("X-Deskwire-Purpose", "Not A Purpose")
                .send();
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.json().at("/errors/0/field").asString()).isEqualTo("X-Deskwire-Purpose");
    }

    @Test
    void aTenantThatWasFoundedAMomentAgoIsThere() {
        auth.script("/token", StandInService.json(404, "{}"));
        var slug = "acme-" + UUID.randomUUID();
        assertThat(get("/api/v1/tickets")
                        .apikey(SECRET)
                        .header("X-Tenant", slug)
                        .send()
                        .status())
                .isEqualTo(404);

        grant(tokens.system(TENANT, "nightly-export"));
        assertThat(get("/api/v1/tickets")
                        .apikey(SECRET)
                        .header("X-Tenant", slug)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nobodyElseChoosesAnything() {
        grant(serviceToken(UUID.randomUUID()));

        get("/api/v1/tickets")
                .bearer(Keys.apiKey())
                .header("X-Deskwire-Purpose", "nightly-export")
                .header("X-Tenant", "acme")
                .send();
        get("/api/v1/tickets")
                .bearer(member())
                .header("X-Deskwire-Purpose", "nightly-export")
                .send();

        assertThat(auth.seen.getFirst().body()).isEqualTo("{\"expires_in\":900}");
        assertThat(tickets.seen)
                .hasSize(2)
                .allSatisfy(
                        seen -> assertThat(seen.header("X-Deskwire-Purpose")).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tickets", "/api/v1/automation/jobs", "/realtime/v1/api/broadcast"})
    void theSecretKeysTokenIsRefusedFromABrowserToo(String path) {
        var leaked = tokens.system(TENANT, "nightly-export");

        assertThat(get(path).apikey(PUBLISHABLE).bearer(leaked).send().status()).isEqualTo(200);
        assertThat(get(path)
                        .apikey(PUBLISHABLE)
                        .bearer(leaked)
                        .header("User-Agent", BROWSER)
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(get(path)
                        .apikey(PUBLISHABLE)
                        .bearer(leaked)
                        .header("Origin", "https://app.example")
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aWrongSecretKeyIsRefused() {
        var wrong = SECRET.replace('0', '1');
        assertThat(get("/api/v1/tickets").bearer(wrong).send().status()).isEqualTo(401);
        assertThat(get("/api/v1/tickets").apikey(wrong).send().status()).isEqualTo(401);
        assertThat(get("/auth/v1/admin/users")
                        .apikey(PUBLISHABLE)
                        .bearer(wrong)
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(auth.seen).isEmpty();
    }

    @Test
    void theSecretKeyReachesAuthsAdminApiAsASystemToken() {
        var jwt = tokens.system(null, "nightly-export");
        grant(jwt);

        get("/auth/v1/admin/users").apikey(SECRET).bearer(SECRET).send();

        assertThat(auth.seen.getLast().uri()).isEqualTo("/auth/v1/admin/users");
        assertThat(auth.seen.getLast().header("Authorization")).startsWith("Bearer ey");
        assertThat(auth.seen.getLast().header("apikey")).isNull();
    }

    @Test
    void aSessionBesideTheSecretKeyStaysTheSession() {
        var session = member();
        get("/auth/v1/user").apikey(SECRET).bearer(session).send();

        assertThat(auth.seen.getLast().header("Authorization")).isEqualTo("Bearer " + session);
    }
}
