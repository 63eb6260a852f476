package io.deskwire.auth;

import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// People and tenants as the tests speak of them; everything goes through HTTP.
public record People(Api api) {
    public static final String PASSWORD = "correct-horse-battery";

    /// Gives them to every test of a context, by `@Autowired`.
    @TestConfiguration(proxyBeanMethods = false)
    public static class Beans {
        /// Lazy, because the port is known once the server runs.
        @Bean
        @Lazy
        People people(@Value("${local.server.port}") int port) {
            return at(port);
        }
    }

    public static People at(int port) {
        return new People(Api.at("http://127.0.0.1:" + port).with("X-Supabase-Api-Version", "2024-01-01"));
    }

    public record Person(String email, String accessToken, String refreshToken) {}

    /// An admin with the tenant that was just founded.
    public record Founder(String email, String accessToken, String tenantId, String apiKey) {}

    public Person signUp(String name) {
        var email = "%s-%s@example.com".formatted(name, UUID.randomUUID());
        var answer = api.post("/auth/v1/signup", Map.of("email", email, "password", PASSWORD))
                .expect(200);
        return new Person(email, answer.text("/access_token"), answer.text("/refresh_token"));
    }

    public Founder founder(String name) {
        var person = signUp(name);
        var slug = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        var made = api.as(person.accessToken())
                .post("/api/v1/tenants", Map.of("name", name, "slug", slug))
                .expect(201);
        return new Founder(
                person.email(),
                refresh(person.refreshToken()).accessToken(),
                made.text("/tenant/id"),
                made.text("/api_key/key"));
    }

    public Person refresh(String refreshToken) {
        var answer = api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", refreshToken))
                .expect(200);
        return new Person(answer.text("/user/email"), answer.text("/access_token"), answer.text("/refresh_token"));
    }

    public Answer signIn(String email, String password) {
        return api.post("/auth/v1/token?grant_type=password", Map.of("email", email, "password", password));
    }

    /// Somebody who signed up here, in a new session.
    public Api signedIn(String email) {
        return api.as(signIn(email, PASSWORD).expect(200).text("/access_token"));
    }

    /// A trusted server, with what the gateway swaps the secret key for.
    ///
    /// @param purpose null for none
    /// @param tenant id or slug; null for none
    public Api server(@Nullable String purpose, @Nullable String tenant) {
        var wish = new HashMap<String, Object>();
        if (purpose != null) {
            wish.put("purpose", purpose);
        }
        if (tenant != null) {
            wish.put("tenant", tenant);
        }
        return api.as(api.as(AuthServiceTest.SECRET_KEY)
                .post("/token", wish)
                .expect(200)
                .text("/access_token"));
    }

    /// The admin client of supabase-js.
    public Api adminClient() {
        return server(null, null);
    }

    /// Somebody who was invited into the tenant, accepted and works there now.
    public Person member(Founder founder, String name, String role) {
        return join(founder, signUp(name), role);
    }

    public Person join(Founder founder, Person person, String role) {
        api.as(founder.accessToken())
                .post("/api/v1/invites", Map.of("email", person.email(), "role", role))
                .expect(201);
        api.as(person.accessToken()).post("/auth/bootstrap", Map.of()).expect(200);
        var refreshed = refresh(person.refreshToken());
        api.as(refreshed.accessToken())
                .post("/api/v1/tenants/" + founder.tenantId() + "/switch", Map.of())
                .expect(204);
        return refresh(refreshed.refreshToken());
    }

    /// The `sub` of a token.
    public static String subject(String accessToken) {
        return claims(accessToken).get("sub").asString();
    }

    public static JsonNode claims(String accessToken) {
        var payload = Base64.getUrlDecoder().decode(accessToken.split("\\.")[1]);
        return JsonMapper.shared().readTree(payload);
    }
}
