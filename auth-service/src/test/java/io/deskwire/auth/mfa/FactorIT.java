package io.deskwire.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.AuthServiceTest;
import io.deskwire.auth.People;
import io.deskwire.auth.People.Person;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@AuthServiceTest
class FactorIT {
    @Autowired
    Clock clock;

    @Autowired
    SystemAccess system;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    People people;

    @Test
    void enrolsWithSecretUriAndQrCode() {
        var person = people.signUp("enrols");
        var answer = enrol(person, "phone at hand").expect(200);

        assertThat(answer.text("/type")).isEqualTo("totp");
        assertThat(answer.text("/friendly_name")).isEqualTo("phone at hand");
        assertThat(answer.text("/totp/qr_code")).startsWith("<svg");
        assertThat(answer.text("/totp/uri"))
                .startsWith("otpauth://totp/localhost%3A3000:")
                .contains("secret=" + answer.text("/totp/secret"));
        var factor = as(person).get("/auth/v1/user").expect(200).json().at("/factors/0");
        assertThat(factor.get("id").asString()).isEqualTo(answer.text("/id"));
        assertThat(factor.get("status").asString()).isEqualTo("unverified");
        assertThat(factor.get("factor_type").asString()).isEqualTo("totp");
        assertThat(factor.get("phone").asString()).isEmpty();
        assertThat(factor.get("last_challenged_at").isNull()).isTrue();
        assertThat(answer.response().body()).doesNotContain("\"friendly_name\":null");
    }

    @Test
    void storesNoSecretInTheClear() {
        var person = people.signUp("sealed");
        var answer = enrol(person, "sealed").expect(200);

        var stored = system.call(
                "test",
                () -> jdbc.sql("SELECT secret FROM mfa_factors WHERE id = :id")
                        .param("id", UUID.fromString(answer.text("/id")))
                        .query(byte[].class)
                        .single());
        assertThat(stored).hasSizeGreaterThan(Totp.SECRET_BYTES);
        assertThat(HexFormat.of().formatHex(stored))
                .doesNotContain(HexFormat.of().formatHex(secret(answer)));
    }

    @Test
    void raisesTheSessionToAal2AndEndsThoseBelow() throws Exception {
        var person = people.signUp("raises");
        var other = signIn(person);
        var stray = enrol(person, "left unverified").expect(200);
        var enrolled = enrol(person, "main").expect(200);

        var raised = pass(person, enrolled, 0);

        var claims = SignedJWT.parse(raised.accessToken()).getJWTClaimsSet();
        assertThat(claims.getStringClaim("aal")).isEqualTo("aal2");
        assertThat(claims.getListClaim("amr"))
                .extracting(one -> ((Map<?, ?>) one).get("method"))
                .isEqualTo(List.of("totp", "password"));
        var factors = as(raised).get("/auth/v1/user").expect(200).json().get("factors");
        assertThat(factors).hasSize(1);
        assertThat(factors.get(0).get("status").asString()).isEqualTo("verified");
        assertThat(factors.get(0).get("id").asString()).isNotEqualTo(stray.text("/id"));
        assertThat(as(other).get("/auth/v1/user").expect(403).text("/code")).isEqualTo("session_not_found");
        assertThat(SignedJWT.parse(people.refresh(raised.refreshToken()).accessToken())
                        .getJWTClaimsSet()
                        .getStringClaim("aal"))
                .isEqualTo("aal2");
    }

    @Test
    void makesTheRefreshTokenFromBeforeWorthless() {
        var person = people.signUp("older-token");
        pass(person, enrol(person, "main").expect(200), 0);

        assertThat(people.api()
                        .post("/auth/v1/token?grant_type=refresh_token", Map.of("refresh_token", person.refreshToken()))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("refresh_token_already_used");
    }

    @Test
    void takesNoCodeTwice() {
        var person = people.signUp("replay");
        var enrolled = enrol(person, "main").expect(200);
        var code = code(enrolled, 0);
        var raised = session(
                verify(person, enrolled, challenge(person, enrolled), code).expect(200));

        var again = verify(raised, enrolled, challenge(raised, enrolled), code);

        assertThat(again.expect(422).text("/code")).isEqualTo("mfa_verification_failed");
        assertThat(again.text("/message")).isEqualTo("Invalid TOTP code entered");
        verify(raised, enrolled, challenge(raised, enrolled), code(enrolled, 1)).expect(200);
    }

    @Test
    void takesNoAnsweredForeignOrUnknownChallenge() {
        var person = people.signUp("challenges");
        var enrolled = enrol(person, "main").expect(200);
        var challenge = challenge(person, enrolled);
        var raised =
                session(verify(person, enrolled, challenge, code(enrolled, 0)).expect(200));

        assertThat(verify(raised, enrolled, challenge, code(enrolled, 1))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("mfa_ip_address_mismatch");
        assertThat(verify(raised, enrolled, UUID.randomUUID().toString(), code(enrolled, 1))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("mfa_factor_not_found");
        var elsewhere = as(raised)
                .with("X-Forwarded-For", "203.0.113.9")
                .post(
                        path(enrolled) + "/verify",
                        Map.of("challenge_id", challenge(raised, enrolled), "code", code(enrolled, 1)));
        assertThat(elsewhere.expect(422).text("/code")).isEqualTo("mfa_ip_address_mismatch");
    }

    @Test
    void limitsGuessing() {
        var person = people.signUp("guesses");
        var enrolled = enrol(person, "main").expect(200);
        var challenge = challenge(person, enrolled);

        for (var i = 0; i < 15; i++) {
            verify(person, enrolled, challenge, "00000x").expect(422);
        }

        assertThat(verify(person, enrolled, challenge, code(enrolled, 0))
                        .expect(429)
                        .text("/code"))
                .isEqualTo("over_request_rate_limit");
    }

    @Test
    void asksForTheSecondFactorBeforeAnotherIsAddedOrOneRemoved() {
        var person = people.signUp("weak");
        var enrolled = enrol(person, "main").expect(200);
        var raised = pass(person, enrolled, 0);
        var weak = signIn(person);

        assertThat(enrol(weak, "mine").expect(403).text("/code")).isEqualTo("insufficient_aal");
        assertThat(as(weak).delete(path(enrolled)).expect(422).text("/code")).isEqualTo("insufficient_aal");

        assertThat(as(raised).delete(path(enrolled)).expect(200).text("/id")).isEqualTo(enrolled.text("/id"));
        assertThat(as(raised).get("/auth/v1/user").expect(200).json().has("factors"))
                .isFalse();
    }

    @Test
    void lowersWhatTheFactorHadRaisedWhenItIsGone() throws Exception {
        var person = people.signUp("lowers");
        var enrolled = enrol(person, "main").expect(200);
        var raised = pass(person, enrolled, 0);
        as(raised).delete(path(enrolled)).expect(200);

        var claims = SignedJWT.parse(people.refresh(raised.refreshToken()).accessToken())
                .getJWTClaimsSet();

        assertThat(claims.getStringClaim("aal")).isEqualTo("aal1");
        assertThat(claims.getListClaim("amr")).hasSize(1);
    }

    @Test
    void refusesWhatIsOffMalformedTooMuchOrSomebodyElses() {
        var person = people.signUp("refused");
        var enrolled = enrol(person, "one").expect(200);
        var other = people.signUp("other");

        assertThat(enrol(person, "one").expect(422).text("/code")).isEqualTo("mfa_factor_name_conflict");
        assertThat(as(person)
                        .post("/auth/v1/factors", Map.of("factor_type", "phone", "phone", "+4912345"))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("mfa_phone_enroll_not_enabled");
        assertThat(as(person)
                        .post("/auth/v1/factors", Map.of("factor_type", "webauthn"))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("mfa_webauthn_enroll_not_enabled");
        assertThat(as(person).post("/auth/v1/factors", Map.of()).expect(400).text("/code"))
                .isEqualTo("validation_failed");
        assertThat(as(other)
                        .post(path(enrolled) + "/challenge", Map.of())
                        .expect(404)
                        .text("/code"))
                .isEqualTo("mfa_factor_not_found");
        assertThat(as(other).delete(path(enrolled)).expect(404).text("/code")).isEqualTo("mfa_factor_not_found");
        assertThat(as(person).delete("/auth/v1/factors/x").expect(404).text("/code"))
                .isEqualTo("validation_failed");
        assertThat(people.api().post("/auth/v1/factors", Map.of()).expect(401).text("/code"))
                .isEqualTo("no_authorization");
    }

    @Test
    void replacesTheOldestEnrolmentThatWasLeft() {
        var person = people.signUp("abandons");
        for (var i = 0; i < 12; i++) {
            enrol(person, "left " + i).expect(200);
        }

        assertThat(names(person)).hasSize(10).contains("left 2", "left 11").doesNotContain("left 0", "left 1");
        var last = enrol(person, "kept").expect(200);
        var code = code(last, 0);
        verify(person, last, challenge(person, last), code).expect(200);
    }

    @Test
    void keepsTenVerifiedFactorsAndNoMore() {
        var person = people.signUp("collects");
        for (var i = 0; i < 10; i++) {
            enrol(person, "factor " + i).expect(200);
        }
        setStatus(person, "verified");

        assertThat(enrol(person, "too many").expect(422).text("/code")).isEqualTo("too_many_enrolled_mfa_factors");

        setStatus(person, "unverified");
        enrol(person, "one more").expect(200);
    }

    private List<String> names(Person person) {
        return as(person).get("/auth/v1/user").expect(200).json().get("factors").findValuesAsString("friendly_name");
    }

    private void setStatus(Person person, String status) {
        system.run(
                "test",
                () -> jdbc.sql("UPDATE mfa_factors SET status = :status WHERE user_id = :user")
                        .param("status", status)
                        .param("user", UUID.fromString(People.subject(person.accessToken())))
                        .update());
    }

    private Answer enrol(Person person, String name) {
        return as(person).post("/auth/v1/factors", Map.of("factor_type", "totp", "friendly_name", name));
    }

    private String challenge(Person person, Answer enrolled) {
        var answer = as(person).post(path(enrolled) + "/challenge", Map.of()).expect(200);
        assertThat(answer.json().get("expires_at").asLong())
                .isGreaterThan(clock.instant().getEpochSecond());
        return answer.text("/id");
    }

    private Answer verify(Person person, Answer enrolled, String challenge, String code) {
        return as(person).post(path(enrolled) + "/verify", Map.of("challenge_id", challenge, "code", code));
    }

    private Person pass(Person person, Answer enrolled, int stepsAhead) {
        return session(verify(person, enrolled, challenge(person, enrolled), code(enrolled, stepsAhead))
                .expect(200));
    }

    private Person signIn(Person person) {
        return session(people.api()
                .post(
                        "/auth/v1/token?grant_type=password",
                        Map.of("email", person.email(), "password", People.PASSWORD))
                .expect(200));
    }

    private static Person session(Answer answer) {
        return new Person(answer.text("/user/email"), answer.text("/access_token"), answer.text("/refresh_token"));
    }

    private String code(Answer enrolled, int stepsAhead) {
        return new Totp(secret(enrolled)).code(Totp.step(clock.instant()) + stepsAhead);
    }

    private static byte[] secret(Answer enrolled) {
        return Base32.decode(enrolled.text("/totp/secret"));
    }

    private static String path(Answer enrolled) {
        return "/auth/v1/factors/" + enrolled.text("/id");
    }

    private Api as(Person person) {
        return people.api().as(person.accessToken());
    }
}
