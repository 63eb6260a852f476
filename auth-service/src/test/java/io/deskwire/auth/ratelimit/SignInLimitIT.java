package io.deskwire.auth.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// Small limits; each test comes from an address of its own.
@AuthServiceTest
@TestPropertySource(
        properties = {
            "deskwire.auth.rate-limit.factor=1",
            "deskwire.auth.rate-limit.token-refresh=5",
            "deskwire.auth.anonymous-sign-ins=true",
            "deskwire.auth.rate-limit.otp=3",
            "deskwire.auth.rate-limit.verify=4",
            "deskwire.auth.rate-limit.sso=2",
            "deskwire.auth.rate-limit.mfa=3",
            "deskwire.auth.rate-limit.anonymous-users=2",
            "deskwire.auth.rate-limit.email-sent=1000",
            "deskwire.auth.rate-limit.key-exchange=3",
            "deskwire.auth.rate-limit.account=2"
        })
class SignInLimitIT {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    @Autowired
    People people;

    Api api;

    @BeforeEach
    void comeFromSomewhere() {
        api = elsewhere();
    }

    private Api elsewhere() {
        return people.api().with("X-Forwarded-For", "203.0.113." + ADDRESSES.incrementAndGet());
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
            assertThat(refused.response().headers().allValues("RateLimit-Policy"))
                    .contains("\"account\";q=2;w=300");
            assertThat(refused.response().headers().allValues("RateLimit"))
                    .anyMatch(state -> state.startsWith("\"account\";r=0;t="));
        }
    }

    @Test
    void countsTheSwapsOfAKeyAndCarriesTheServiceUsersOwnLimit() throws Exception {
        var founder = new People(elsewhere()).founder("limited");
        var admin = api.as(founder.accessToken());
        var serviceUser = admin.post(
                        "/api/v1/service-users", Map.of("name", "r", "permissions", List.of(), "rate_limit", 42))
                .expect(201)
                .text("/service_user/id");
        var key = admin.post("/api/v1/api-keys", Map.of("service_user_id", serviceUser, "name", "k"))
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

    /// @param call one that counts, whatever becomes of it
    record Counted(String limit, int quota, int window, Function<Api, Answer> call) {
        @Override
        public String toString() {
            return limit;
        }
    }

    static Stream<Counted> counted() {
        var nowhere = UUID.randomUUID();
        return Stream.of(
                new Counted("token_refresh", 5, 300, api -> api.post("/auth/v1/token?grant_type=x", Map.of())),
                // As a handler is found by it, so it counts.
                new Counted("token_refresh", 5, 300, api -> api.post("/auth/v1/%74oken;a=b?grant_type=x", Map.of())),
                new Counted("verify", 4, 300, api -> api.post("/auth/v1/verify", code("000000"))),
                new Counted("verify", 4, 300, api -> api.get("/auth/v1/verify?type=magiclink&token=nonsense")),
                new Counted("verify", 4, 300, api -> api.get("/auth/v1/confirm?type=magiclink&token=nonsense")),
                new Counted("signup", 3, 300, api -> api.post("/auth/v1/signup", somebody())),
                new Counted("otp", 3, 300, api -> api.post("/auth/v1/otp", somebody())),
                new Counted("magiclink", 3, 300, api -> api.post("/auth/v1/magiclink", somebody())),
                new Counted("recover", 3, 300, api -> api.post("/auth/v1/recover", somebody())),
                new Counted(
                        "resend",
                        3,
                        300,
                        api -> api.post("/auth/v1/resend", Map.of("type", "signup", "email", newAddress()))),
                new Counted("user", 3, 300, api -> api.put("/auth/v1/user", Map.of())),
                new Counted("sso", 2, 300, api -> api.post("/auth/v1/sso", Map.of("domain", "example.com"))),
                new Counted("web3", 2, 300, api -> api.post("/auth/v1/token?grant_type=web3", Map.of())),
                new Counted("passkeys", 2, 300, api -> api.post("/auth/v1/passkeys/registration/options", Map.of())),
                new Counted("mfa", 3, 60, api -> api.post("/auth/v1/factors/" + nowhere + "/challenge", Map.of())),
                new Counted("mfa", 3, 60, api -> api.post("/auth/v1/factors/" + nowhere + "/verify", Map.of())),
                new Counted("anonymous_users", 2, 3600, api -> api.post("/auth/v1/signup", Map.of())));
    }

    @ParameterizedTest
    @MethodSource("counted")
    void refusesAnAddressThatSpentItsLimit(Counted counted) {
        var policy = "\"%s\";q=%d;w=%d".formatted(counted.limit(), counted.quota(), counted.window());
        for (int left = counted.quota() - 1; left >= 0; left--) {
            var answer = counted.call().apply(api);
            assertThat(answer.status()).as(answer.request()).isNotEqualTo(429);
            assertThat(answer.response().headers().allValues("RateLimit-Policy"))
                    .contains(policy);
            var state = "\"" + counted.limit() + "\";r=" + left + ";";
            assertThat(answer.response().headers().allValues("RateLimit"))
                    .anyMatch(text -> text.startsWith(state), state);
        }

        var refused = counted.call().apply(api).expect(429);

        assertThat(refused.text("/code")).isEqualTo("over_request_rate_limit");
        assertThat(refused.text("/message")).isEqualTo("Request rate limit reached");
        assertThat(refused.header("x-sb-error-code")).isEqualTo("over_request_rate_limit");
        assertThat(Long.parseLong(String.valueOf(refused.header("Retry-After"))))
                .isBetween(1L, (long) counted.window());
        assertThat(counted.call().apply(elsewhere()).status()).isNotEqualTo(429);
    }

    /// The mails' is `MailLimitIT`'s; the other two are above.
    @Test
    void hasNoLimitThatNobodyCounts() {
        var driven = counted().map(Counted::limit).collect(Collectors.toCollection(TreeSet::new));
        driven.addAll(List.of("key_exchange", "account", "email_sent"));

        assertThat(SignInLimit.values()).extracting(SignInLimit::wire).containsExactlyInAnyOrderElementsOf(driven);
    }

    private static String newAddress() {
        return UUID.randomUUID() + "@example.com";
    }

    private static Map<String, Object> code(String digits) {
        return Map.of("type", "email", "email", newAddress(), "token", digits);
    }

    @Test
    void countsWrongCodesOfAnAccountFromAnywhereWhetherItExistsOrNot() {
        var known = somebody();
        api.post("/auth/v1/signup", known).expect(200);
        for (var email : List.of(known.get("email"), newAddress())) {
            var guess = Map.of("type", "email", "email", email, "token", "000000");
            elsewhere().post("/auth/v1/verify", guess).expect(403);
            elsewhere().post("/auth/v1/verify", guess).expect(403);

            assertThat(elsewhere().post("/auth/v1/verify", guess).expect(429).text("/code"))
                    .isEqualTo("over_request_rate_limit");
        }
    }

    /// Whoever got hold of a session must not find out the password with it.
    @Test
    void countsWrongCurrentPasswordsAndNonces() {
        for (var field : List.of("current_password", "nonce")) {
            var person = new People(elsewhere()).signUp("guessed");
            var guess = Map.of("password", "another-" + People.PASSWORD, field, "123456");
            for (int i = 0; i < 2; i++) {
                assertThat(elsewhere()
                                .as(person.accessToken())
                                .put("/auth/v1/user", guess)
                                .status())
                        .isIn(400, 422);
            }

            assertThat(elsewhere()
                            .as(person.accessToken())
                            .put("/auth/v1/user", guess)
                            .expect(429)
                            .text("/code"))
                    .isEqualTo("over_request_rate_limit");
        }
    }
}
