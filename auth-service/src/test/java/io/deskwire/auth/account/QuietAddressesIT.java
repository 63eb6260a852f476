package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Mailbox;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/// `DESKWIRE_OTP_TELLS_WHO_EXISTS=false`, where nobody may sign up: asking for mail says nothing about an address.
@MailServiceTest
@TestPropertySource(properties = {"deskwire.auth.otp-tells-who-exists=false", "deskwire.auth.signup=closed"})
class QuietAddressesIT {
    @Autowired
    People people;

    Api api;
    String known;
    String unknown;

    @BeforeEach
    void letOneIn() {
        api = people.api();
        known = "known-" + UUID.randomUUID() + "@example.com";
        unknown = "unknown-" + UUID.randomUUID() + "@example.com";
        people.adminClient()
                .post(
                        "/auth/v1/admin/users",
                        Map.of("email", known, "password", People.PASSWORD, "email_confirm", true))
                .expect(200);
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                Arguments.of("/auth/v1/otp", Map.of("create_user", false)),
                Arguments.of("/auth/v1/otp", Map.of("create_user", true)),
                Arguments.of("/auth/v1/otp", Map.of()),
                Arguments.of("/auth/v1/magiclink", Map.of()),
                Arguments.of("/auth/v1/recover", Map.of()),
                Arguments.of("/auth/v1/resend", Map.of("type", "signup")),
                Arguments.of("/auth/v1/resend", Map.of("type", "email_change")),
                Arguments.of("/auth/v1/signup", Map.of("password", People.PASSWORD)),
                Arguments.of("/auth/v1/token?grant_type=password", Map.of("password", "not this one")));
    }

    /// The first answer and the second, which a limit may refuse.
    @ParameterizedTest
    @MethodSource("questions")
    void answersAlikeForAnAddressOfNobody(String path, Map<String, Object> body) {
        for (int time = 0; time < 2; time++) {
            var ofSomebody = ask(path, body, known);
            var ofNobody = ask(path, body, unknown);

            assertThat(ofNobody.status()).isEqualTo(ofSomebody.status());
            assertThat(ofNobody.response().body())
                    .isEqualTo(ofSomebody.response().body());
        }
    }

    private Api.Answer ask(String path, Map<String, Object> body, String email) {
        var request = new java.util.HashMap<>(body);
        request.put("email", email);
        return api.post(path, request);
    }

    @Test
    void stillMailsWhoIsThereAndNobodyElse() {
        ask("/auth/v1/otp", Map.of("create_user", false), unknown).expect(200);
        ask("/auth/v1/otp", Map.of("create_user", false), known).expect(200);

        var mail = Mailbox.to(known, "Your sign-in link");
        api.post("/auth/v1/verify", Map.of("type", "magiclink", "token_hash", mail.token()))
                .expect(200);
        assertThat(people.adminClient()
                        .get("/auth/v1/admin/users?per_page=1000")
                        .expect(200)
                        .json()
                        .get("users")
                        .findValuesAsString("email"))
                .contains(known)
                .doesNotContain(unknown);
    }
}
