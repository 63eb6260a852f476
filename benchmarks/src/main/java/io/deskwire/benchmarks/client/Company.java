package io.deskwire.benchmarks.client;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/// A tenant made for a measurement, with one member.
///
/// @param email the member's, an admin
/// @param password the member's
/// @param token the member's session
/// @param apiKey an integrator's key
public record Company(Running stack, String slug, String email, String password, String token, String apiKey) {

    public static Company founded(Running stack) throws IOException, InterruptedException {
        var name = "bench-" + UUID.randomUUID().toString().substring(0, 8);
        var email = name + "@example.com";
        var signedUp = stack.post("/auth/v1/signup", null, Map.of("email", email, "password", name));
        var made = stack.post(
                "/api/v1/tenants", signedUp.get("access_token").asString(), Map.of("name", "Bench", "slug", name));
        var refreshed = stack.post(
                "/auth/v1/token?grant_type=refresh_token",
                null,
                Map.of("refresh_token", signedUp.get("refresh_token").asString()));
        return new Company(
                stack,
                name,
                email,
                name,
                refreshed.get("access_token").asString(),
                made.at("/api_key/key").asString());
    }
}
