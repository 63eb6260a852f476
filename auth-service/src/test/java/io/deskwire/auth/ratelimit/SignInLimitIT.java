package io.deskwire.auth.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/// Small limits; each test comes from an address of its own.
@AuthServiceTest
@TestPropertySource(
        properties = {
            "deskwire.auth.rate-limit.factor=1",
            "deskwire.auth.rate-limit.token-refresh=5",
            "deskwire.auth.rate-limit.otp=3",
            "deskwire.auth.rate-limit.key-exchange=3",
            "deskwire.auth.rate-limit.account=2"
        })
class SignInLimitIT {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void comeFromSomewhere() {
        api = elsewhere();
    }

    private Api elsewhere() {
        return People.at(port).api().with("X-Forwarded-For", "203.0.113." + ADDRESSES.incrementAndGet());
    }

    private static Map<String, Object> somebody() {
        return Map.of("email", UUID.randomUUID() + "@example.com", "password", People.PASSWORD);
    }

    @Test
    void tellsWhatIsLeftAndThenRefusesInGoTruesShape() {
        for (int left = 2; left >= 0; left--) {
            var answer = api.post("/auth/v1/signup", somebody()).expect(200);
            assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"signup\";q=3;w=300");
            assertThat(answer.header("RateLimit")).startsWith("\"signup\";r=" + left + ";t=");
        }

        var refused = api.post("/auth/v1/signup", somebody()).expect(429);

        assertThat(refused.text("/code")).isEqualTo("over_request_rate_limit");
        assertThat(refused.text("/message")).isEqualTo("Request rate limit reached");
        assertThat(refused.header("x-sb-error-code")).isEqualTo("over_request_rate_limit");
        assertThat(Long.parseLong(String.valueOf(refused.header("Retry-After"))))
                .isBetween(90L, 100L);
        assertThat(refused.header("RateLimit")).startsWith("\"signup\";r=0;t=");
        elsewhere().post("/auth/v1/signup", somebody()).expect(200);
    }

    @Test
    void countsTheTokenEndpointOfAnAddressWhateverItAsks() {
        for (int i = 0; i < 5; i++) {
            api.post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", "x"))
                    .expect(400);
        }

        assertThat(api.post("/auth/v1/token?grant_type=password", somebody())
                        .expect(429)
                        .text("/code"))
                .isEqualTo("over_request_rate_limit");
        api.get("/auth/v1/settings").expect(200);
    }

    /// Guessing from many addresses is guessing too, and it tells nothing of whether there is such an account.
    @Test
    void refusesAnAccountAfterTooManyWrongPasswordsFromAnywhere() {
        var known = somebody();
        api.post("/auth/v1/signup", known).expect(200);
        for (var email : List.of(known.get("email"), "nobody@example.com")) {
            var guess = Map.of("email", email, "password", "wrong");
            elsewhere().post("/auth/v1/token?grant_type=password", guess).expect(400);
            elsewhere().post("/auth/v1/token?grant_type=password", guess).expect(400);

            var refused = elsewhere()
                    .post("/auth/v1/token?grant_type=password", guess)
                    .expect(429);
            assertThat(refused.text("/code")).isEqualTo("over_request_rate_limit");
            assertThat(refused.header("Retry-After")).isNotNull();
        }
    }

    @Test
    void countsTheSwapsOfAKeyAndCarriesTheMachinesOwnLimit() throws Exception {
        var founder = new People(elsewhere()).founder("limited");
        var admin = api.as(founder.accessToken());
        var machine = admin.post(
                        "/api/v1/service-users", Map.of("name", "r", "permissions", List.of(), "rate_limit", 42))
                .expect(201)
                .text("/service_user/id");
        var key = admin.post("/api/v1/api-keys", Map.of("service_user_id", machine, "name", "k"))
                .expect(201)
                .text("/api_key/key");

        var token = api.as(key).post("/token", Map.of()).expect(200).text("/access_token");
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getIntegerClaim("rate_limit"))
                .isEqualTo(42);
        api.as(key).post("/token", Map.of()).expect(200);
        api.as(key).post("/token", Map.of()).expect(200);

        var refused = elsewhere().as(key).post("/token", Map.of());
        assertThat(refused.problem(429, "rate-limited").get("policy").asString())
                .isEqualTo("key_exchange");
        assertThat(refused.header("Retry-After")).isEqualTo("20");
        api.as(founder.apiKey()).post("/token", Map.of()).expect(200);
    }
}
