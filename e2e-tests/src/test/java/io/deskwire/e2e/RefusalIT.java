package io.deskwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Wrong, expired, foreign and truncated: what the public port refuses, and how.
class RefusalIT {
    @Test
    void refusesEveryBadCredential() {
        var acme = Tenant.founded("creds");
        var token = String.valueOf(acme.admin().token());

        for (var bad : List.of(
                "nonsense",
                "dw_live_nonsense",
                token.substring(0, token.length() - 4) + "AAAA",
                token.substring(10),
                token + "x",
                acme.apiKey().substring(0, acme.apiKey().length() - 1),
                "sb_secret_nonsense",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")) {
            Stack.api().as(bad).get("/api/v1/tickets").problem(401, "unauthenticated");
        }
        Stack.api().get("/api/v1/tickets").problem(401, "unauthenticated");
    }

    @Test
    void takesNoIdentityFromHeaders() {
        var acme = Tenant.founded("smuggle");

        for (var header : List.of("X-User-Id", "X-Tenant-Id", "X-Deskwire-Caller", "X-Forwarded-User")) {
            Stack.api().with(header, acme.id()).get("/api/v1/tickets").problem(401, "unauthenticated");
        }
    }

    @Test
    void cutsOffASignedOutSessionEverywhere() {
        var acme = Tenant.founded("leaving");
        acme.admin().get("/api/v1/tickets").expect(200);

        Stack.auth().as(acme.admin().token()).post("/auth/v1/logout", Map.of()).expect(204);

        for (var path : List.of("/api/v1/tickets", "/api/v1/tenants", "/api/v1/events", "/api/v1/automation/jobs")) {
            await().untilAsserted(() -> acme.admin().get(path).problem(401, "unauthenticated"));
        }
    }

    @Test
    void refusesBodiesThatAreTooLargeOrNoJson() {
        var acme = Tenant.founded("bodies");

        acme.integrator()
                .post("/api/v1/tickets", "{\"subject\":\"" + "x".repeat(2_000_000) + "\"}")
                .problem(413, "too-large");
        acme.integrator().post("/api/v1/tickets", "{\"subject\":").problem(400, "malformed");
        assertThat(acme.integrator()
                        .post("/api/v1/tickets", Map.of("subject", "x", "nonsense", 1))
                        .problem(400, "malformed")
                        .toString())
                .contains("nonsense");
        acme.integrator().get("/api/v1/no-such-thing").problem(404, "not-found");
    }

    @Test
    void namesTheRequestInEveryAnswer() {
        var answer = Stack.api().with("X-Request-Id", "my-request-1").get("/api/v1/tickets");

        assertThat(answer.header("X-Request-Id")).isEqualTo("my-request-1");
        assertThat(answer.json().get("request_id").asString()).isEqualTo("my-request-1");
        assertThat(answer.header("RateLimit")).isNotNull();
    }
}
