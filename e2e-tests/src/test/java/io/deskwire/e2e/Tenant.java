package io.deskwire.e2e;

import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A company as the tests speak of it: its admin's session and an integrator's API key.
record Tenant(String id, String slug, String email, Api admin, String refreshToken, String apiKey) {
    static final String PASSWORD = "correct-horse-battery";

    static Tenant founded(String name) {
        var run = UUID.randomUUID().toString().substring(0, 8);
        var email = "%s-%s@example.com".formatted(name, run);
        var slug = name + "-" + run;
        var signedUp = Stack.auth()
                .post("/auth/v1/signup", Map.of("email", email, "password", PASSWORD))
                .expect(200);
        var made = Stack.api()
                .as(signedUp.text("/access_token"))
                .post("/api/v1/tenants", Map.of("name", name, "slug", slug))
                .expect(201);
        var refreshed = Stack.auth()
                .post(
                        "/auth/v1/token?grant_type=refresh_token",
                        Map.of("refresh_token", signedUp.text("/refresh_token")))
                .expect(200);
        return new Tenant(
                made.text("/tenant/id"),
                slug,
                email,
                Stack.api().as(refreshed.text("/access_token")),
                refreshed.text("/refresh_token"),
                made.text("/api_key/key"));
    }

    /// Requests with the API key as bearer.
    Api integrator() {
        return Stack.api().as(apiKey);
    }

    String ticket(String subject) {
        return integrator()
                .post("/api/v1/tickets", Map.of("subject", subject))
                .expect(201)
                .text("/id");
    }

    /// The subjects of the tenant's events of a type, in the feed's order.
    List<String> feed(String type) {
        return admin.get("/api/v1/events?limit=200&types=" + type)
                .expect(200)
                .json()
                .get("data")
                .valueStream()
                .map(event -> event.get("subject").asString())
                .toList();
    }
}
