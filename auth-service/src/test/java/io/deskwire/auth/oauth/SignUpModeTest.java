package io.deskwire.auth.oauth;

import static io.deskwire.auth.oauth.ProviderTripIT.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.session.SessionIssuer;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// Every way in for somebody new, where not everybody may come.
@TestPropertySource(
        properties = {
            "deskwire.auth.anonymous-sign-ins=true",
            "deskwire.auth.secret-key.key=" + AuthServiceTest.SECRET_KEY,
            "deskwire.auth.rate-limit.factor=100000"
        })
abstract class SignUpModeTest extends ProviderTest {
    @Autowired
    UserService users;

    @Autowired
    SystemAccess system;

    @Autowired
    SessionIssuer issuer;

    @Autowired
    Clock clock;

    static String newcomer() {
        return "newcomer-" + UUID.randomUUID() + "@example.com";
    }

    /// Each tries to let the address in and fails unless it was let in (first) or refused (second).
    record Way(Consumer<String> admits, Consumer<String> refuses) {
        static Way http(java.util.function.Function<String, Answer> call) {
            return new Way(
                    email -> call.apply(email).expect(200),
                    email -> assertThat(call.apply(email).expect(422).text("/code"))
                            .isEqualTo("signup_disabled"));
        }
    }

    /// By name; whom they let in has this address afterwards.
    Map<String, Way> ways() {
        var ways = new LinkedHashMap<String, Way>();
        ways.put("password", Way.http(email -> api.post("/auth/v1/signup", credentials(email))));
        ways.put("code", Way.http(email -> api.post("/auth/v1/otp", Map.of("email", email, "create_user", true))));
        ways.put("code by default", Way.http(email -> api.post("/auth/v1/otp", Map.of("email", email))));
        ways.put("magic link", Way.http(email -> api.post("/auth/v1/magiclink", Map.of("email", email))));
        ways.put(
                "id token",
                Way.http(email -> api.post(
                        "/auth/v1/token?grant_type=id_token",
                        Map.of("id_token", idToken(email), "provider", "google"))));
        ways.put(
                "provider",
                new Way(
                        email -> assertThat(signIn(Visitor.named("new").saying(Map.of("email", email))))
                                .containsKey("access_token"),
                        email -> assertError(
                                back(answer(Visitor.named("new").saying(Map.of("email", email)), "")),
                                "access_denied",
                                "signup_disabled")));
        // Left from a time when sign-up was open.
        ways.put(
                "anonymous user that gives an address",
                Way.http(email -> api.as(anonymous()).put("/auth/v1/user", Map.of("email", email))));
        ways.put(
                "anonymous user that links an identity",
                Way.http(email -> api.as(anonymous())
                        .post(
                                "/auth/v1/token?grant_type=id_token",
                                Map.of("id_token", idToken(email), "provider", "google", "link_identity", true))));
        return ways;
    }

    static Map<String, Object> credentials(String email) {
        return Map.of("email", email, "password", People.PASSWORD);
    }

    private String anonymous() {
        var client = new ClientInfo(null, null);
        return system.call(
                "test",
                () -> issuer.open(users.createAnonymous(Map.of()), "anonymous", client)
                        .accessToken());
    }

    private String idToken(String email) {
        return PROVIDER.sign(new JWTClaimsSet.Builder()
                .issuer(PROVIDER.issuer())
                .audience("desk-client")
                .subject("subject of " + email)
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
                .claim("email", email)
                .claim("email_verified", true)
                .build());
    }

    boolean known(String email) {
        return system.call("test", () -> users.findByEmail(email)).isPresent();
    }

    void refusesAll(String words) {
        ways().forEach((name, way) -> {
            var email = newcomer();
            way.refuses().accept(email);
            assertThat(known(email)).as("%s, %s", name, words).isFalse();
        });
    }

    /// An operator's own doors stay open.
    void letsTheOperatorIn() {
        var admin = people.adminClient();
        var made = newcomer();
        admin.post("/auth/v1/admin/users", Map.of("email", made, "password", People.PASSWORD, "email_confirm", true))
                .expect(200);
        var invited = newcomer();
        admin.post("/auth/v1/invite", Map.of("email", invited)).expect(200);
        var linked = newcomer();
        admin.post(
                        "/auth/v1/admin/generate_link",
                        Map.of("type", "signup", "email", linked, "password", People.PASSWORD))
                .expect(200);
        assertThat(made).satisfies(this::comesBackEveryWay);
        assertThat(known(invited)).isTrue();
        assertThat(known(linked)).isTrue();
    }

    /// Who is there already signs in as always.
    void comesBackEveryWay(String email) {
        api.post("/auth/v1/token?grant_type=password", credentials(email)).expect(200);
        api.post("/auth/v1/otp", Map.of("email", email)).expect(200);
        assertThat(signIn(Visitor.named("back").saying(Map.of("email", email)))).containsKey("access_token");
        api.post("/auth/v1/token?grant_type=id_token", Map.of("id_token", idToken(email), "provider", "google"))
                .expect(200);
    }

    void tellsItsMode() {
        assertThat(api.get("/auth/v1/settings")
                        .expect(200)
                        .json()
                        .get("disable_signup")
                        .asBoolean())
                .isTrue();
        assertThat(api.post("/auth/v1/signup", Map.of()).expect(422).text("/code"))
                .isEqualTo("signup_disabled");
    }
}
