package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.People;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.testsupport.Mailbox;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A mail's link that ends in a code, which only the browser that began it can redeem.
@MailServiceTest
class PkceIT {
    // RFC 7636, appendix B
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    @Autowired
    People people;

    @Autowired
    MutableClock clock;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    Api api;
    Api form;
    String email;

    @BeforeEach
    void connect() {
        api = people.api();
        form = api.with("Content-Type", "application/x-www-form-urlencoded");
        email = "pkce-" + UUID.randomUUID() + "@example.com";
    }

    private String code() {
        return code("Confirm your e-mail");
    }

    private String code(String subject) {
        api.post(
                        "/auth/v1/otp?redirect_to=https://app.example.com/in?x=1",
                        Map.of("email", email, "code_challenge", CHALLENGE, "code_challenge_method", "s256"))
                .expect(200);
        var mail = Mailbox.to(email, subject);
        assertThat(mail.token()).matches("pkce_[0-9a-f]{56}");
        var landing = String.valueOf(
                form.post("/auth/v1/confirm", mail.query()).expect(303).header("Location"));
        assertThat(landing).startsWith("https://app.example.com/in?x=1&code=").doesNotContain("#");
        return landing.substring(landing.indexOf("code=") + 5);
    }

    private Answer redeem(String code, String verifier) {
        return api.post("/auth/v1/token?grant_type=pkce", Map.of("auth_code", code, "code_verifier", verifier));
    }

    @Test
    void isRedeemedOnceByItsVerifier() throws Exception {
        var code = code();

        assertThat(redeem(code, "x".repeat(43)).expect(400).text("/code")).isEqualTo("bad_code_verifier");
        var session = redeem(code, VERIFIER).expect(200);

        var claims = SignedJWT.parse(session.text("/access_token")).getJWTClaimsSet();
        assertThat(claims.getListClaim("amr").getFirst()).hasFieldOrPropertyWithValue("method", "email/signup");
        assertThat(redeem(code, VERIFIER).expect(404).text("/code")).isEqualTo("flow_state_not_found");
    }

    @Test
    void isNotRedeemedAfterAChangeOfThePassword() {
        var session = redeem(code(), VERIFIER).expect(200);
        clock.advance(Duration.ofMinutes(2));
        var open = code("Your sign-in link");

        api.as(session.text("/access_token"))
                .put("/auth/v1/user", Map.of("password", "a new and better one"))
                .expect(200);

        assertThat(redeem(open, VERIFIER).expect(404).text("/code")).isEqualTo("flow_state_not_found");
    }

    @Test
    void isNotRedeemedWithoutOneOrLate() {
        var code = code();

        assertThat(redeem(code, "").expect(400).text("/code")).isEqualTo("validation_failed");
        clock.advance(Duration.ofMinutes(6));
        assertThat(redeem(code, VERIFIER).expect(422).text("/code")).isEqualTo("flow_state_expired");
    }

    @Test
    void givesNoTokensToAFollowerOfTheLinkWithoutItsPrefix() {
        api.post("/auth/v1/otp", Map.of("email", email, "code_challenge", CHALLENGE, "code_challenge_method", "s256"))
                .expect(200);
        var mail = Mailbox.to(email, "Confirm your e-mail");

        var landing = form.post("/auth/v1/confirm", mail.query().replace("pkce_", ""))
                .expect(303)
                .header("Location");

        assertThat(landing).contains("error_code=otp_expired").doesNotContain("access_token");
    }

    @Test
    void showsAFailureInQueryAndFragment() {
        var landing = api.get("/auth/v1/verify?type=magiclink&token=pkce_00&redirect_to=https://app.example.com/")
                .expect(303)
                .header("Location");

        assertThat(landing)
                .isEqualTo("https://app.example.com/?error=access_denied&error_code=otp_expired"
                        + "&error_description=Email+link+is+invalid+or+has+expired"
                        + "#error=access_denied&error_code=otp_expired"
                        + "&error_description=Email+link+is+invalid+or+has+expired&sb=");
    }

    @Test
    void followsTheClientsLinkToo() {
        api.post("/auth/v1/otp", Map.of("email", email)).expect(200);
        var mail = Mailbox.to(email, "Confirm your e-mail");

        assertThat(api.get("/auth/v1/verify?" + mail.query()).expect(303).header("Location"))
                .startsWith("http://localhost:3000#access_token=");
        assertThat(api.get("/auth/v1/verify?token=x").expect(400).text("/code")).isEqualTo("validation_failed");
    }

    @Test
    void leadsOnWithAnUnknownTypeToo() {
        assertThat(api.get("/auth/v1/verify?token=x&type=nonsense&redirect_to=https://app.example.com/")
                        .expect(303)
                        .header("Location"))
                .startsWith("https://app.example.com/#error=invalid_request&error_code=validation_failed");
    }

    @Test
    void leadsIntoAnAppWhoseSchemeHasAnUnderscore() {
        assertThat(api.get("/auth/v1/verify?token=x&type=magiclink&redirect_to=my_app://in")
                        .expect(303)
                        .header("Location"))
                .startsWith("my_app://in#error=access_denied");
        assertThat(api.get("/auth/v1/verify?token=x&type=magiclink&redirect_to=my_app://out")
                        .expect(303)
                        .header("Location"))
                .startsWith("http://localhost:3000#error=");
    }

    @Test
    void saysWhatALinkOfAnyTypeWas() {
        for (var type : new String[] {"signup", "magiclink"}) {
            api.post("/auth/v1/otp", Map.of("email", email)).expect(200);
            var mail = Mailbox.to(email, type.equals("signup") ? "Confirm your e-mail" : "Your sign-in link");

            assertThat(api.get("/auth/v1/verify?type=email&token=" + mail.token())
                            .expect(303)
                            .header("Location"))
                    .contains("#access_token=")
                    .contains("type=" + type);
            clock.advance(Duration.ofSeconds(61));
        }
    }

    @Test
    void isWorthNothingToTheBanned() {
        var code = code();
        system.run(
                "test",
                () -> jdbc.sql("UPDATE users SET banned_until = '2999-01-01' WHERE email = :email")
                        .param("email", email)
                        .update());

        assertThat(redeem(code, VERIFIER).expect(400).text("/code")).isEqualTo("user_banned");
    }
}
