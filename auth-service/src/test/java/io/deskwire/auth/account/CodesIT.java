package io.deskwire.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.auth.MailServiceTest;
import io.deskwire.auth.People;
import io.deskwire.testsupport.Api;
import io.deskwire.testsupport.Api.Answer;
import io.deskwire.testsupport.Mailbox;
import io.deskwire.testsupport.MutableClock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Six digits from a mail, typed beside the address.
@MailServiceTest
class CodesIT {
    @Autowired
    People people;

    @Autowired
    MutableClock clock;

    Api api;
    String email;

    @BeforeEach
    void connect() {
        api = people.api();
        email = "codes-" + UUID.randomUUID() + "@example.com";
    }

    private Mailbox.Mail ask() {
        var before = Mailbox.all(email).size();
        api.post("/auth/v1/otp", Map.of("email", email)).expect(200);
        org.awaitility.Awaitility.await().until(() -> Mailbox.all(email).size() > before);
        return Mailbox.all(email).getFirst();
    }

    private Answer enter(String code) {
        return api.post("/auth/v1/verify", Map.of("type", "email", "email", email, "token", code));
    }

    private static String other(String code) {
        return "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
    }

    @Test
    void signsSomebodyNewInAndLaterAgain() {
        var first = enter(ask().code()).expect(200);
        assertThat(first.text("/user/email")).isEqualTo(email);
        assertThat(first.json().at("/user/email_confirmed_at").isMissingNode()).isFalse();

        clock.advance(Duration.ofSeconds(61));
        var mail = ask();
        assertThat(mail.subject()).isEqualTo("Your sign-in link");
        var second = enter(mail.code()).expect(200);

        assertThat(second.text("/user/id")).isEqualTo(first.text("/user/id"));
        assertThat(enter(mail.code()).expect(403).text("/code")).isEqualTo("otp_expired");
    }

    @Test
    void takesTheLinksHashInPlaceOfTheDigits() {
        var mail = ask();
        assertThat(mail.token()).matches("[0-9a-f]{56}");

        api.post("/auth/v1/verify", Map.of("type", "email", "token_hash", mail.token()))
                .expect(200);

        assertThat(api.post("/auth/v1/verify", Map.of("type", "email", "token_hash", mail.token()))
                        .expect(403)
                        .text("/message"))
                .isEqualTo("Email link is invalid or has expired");
        assertThat(enter(mail.code()).expect(403).text("/message")).isEqualTo("Token has expired or is invalid");
    }

    @Test
    void expires() {
        var mail = ask();
        clock.advance(Duration.ofMinutes(61));

        enter(mail.code()).expect(403);
        api.post("/auth/v1/verify", Map.of("type", "email", "token_hash", mail.token()))
                .expect(403);
    }

    @Test
    void endsTheGuessingOfOneCodeAfterFiveTriesAndKeepsItsLink() {
        var mail = ask();
        for (var i = 0; i < 5; i++) {
            enter(other(mail.code())).expect(403);
        }

        assertThat(enter(mail.code()).expect(403).text("/code")).isEqualTo("otp_expired");
        api.post("/auth/v1/verify", Map.of("type", "email", "token_hash", mail.token()))
                .expect(200);
    }

    @Test
    void countsGuessesThatAreMadeAtOnce() {
        var mail = ask();
        var answers = new ConcurrentLinkedQueue<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 40)
                    .forEach(_ -> threads.submit(
                            () -> answers.add(enter(other(mail.code())).status())));
        }

        assertThat(answers).hasSize(40).containsOnly(403);
        enter(mail.code()).expect(403);
    }

    /// New codes give no new guesses: fifteen in a day, a chance of one in seventy thousand.
    @Test
    void endsTheGuessingOfAnAccountsCodes() {
        for (var round = 0; round < 3; round++) {
            var code = ask().code();
            for (var i = 0; i < 5; i++) {
                enter(other(code)).expect(403);
            }
            clock.advance(Duration.ofSeconds(61));
        }

        enter(ask().code()).expect(403);

        clock.advance(Duration.ofHours(25));
        enter(ask().code()).expect(200);
    }

    /// GoTrue's hash is the SHA-224 of address and digits, which makes a million of them easy to compute.
    @Test
    void cannotBeGuessedByComputingTheLink() throws Exception {
        var mail = ask();
        var computed = java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-224")
                        .digest((email + mail.code()).getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(mail.token()).isNotEqualTo(computed);
        api.post("/auth/v1/verify", Map.of("type", "email", "token_hash", computed))
                .expect(403);
    }

    @Test
    void tellsNothingAboutAddressesOfNobody() {
        var nobody = "nobody-" + UUID.randomUUID() + "@example.com";

        assertThat(api.post("/auth/v1/recover", Map.of("email", nobody))
                        .expect(200)
                        .response()
                        .body())
                .isEqualTo("{}");
        assertThat(api.post("/auth/v1/recover", Map.of("email", nobody))
                        .expect(429)
                        .text("/code"))
                .isEqualTo("over_email_send_rate_limit");
        api.post("/auth/v1/resend", Map.of("type", "signup", "email", nobody)).expect(200);
        assertThat(api.post("/auth/v1/verify", Map.of("type", "recovery", "email", nobody, "token", "123456"))
                        .expect(403)
                        .text("/message"))
                .isEqualTo("Token has expired or is invalid");
        assertThat(api.post("/auth/v1/otp", Map.of("email", nobody, "create_user", false))
                        .expect(422)
                        .text("/message"))
                .isEqualTo("Signups not allowed for otp");
        assertThat(Mailbox.all(nobody)).isEmpty();
    }

    @Test
    void refusesWhatGoTrueRefuses() {
        assertThat(api.post("/auth/v1/verify", Map.of("token", "123456"))
                        .expect(400)
                        .text("/message"))
                .isEqualTo("Verify requires a verification type");
        assertThat(api.post("/auth/v1/verify", Map.of("type", "email"))
                        .expect(400)
                        .text("/message"))
                .isEqualTo("Verify requires either a token or a token hash");
        assertThat(api.post("/auth/v1/verify", Map.of("type", "email", "token_hash", "x", "email", email))
                        .expect(400)
                        .text("/message"))
                .isEqualTo("Only the token_hash and type should be provided");
        assertThat(api.post("/auth/v1/verify", Map.of("type", "nonsense", "token_hash", "x"))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
        assertThat(api.post("/auth/v1/verify", Map.of("type", "email", "email", "nonsense", "token", "1"))
                        .expect(422)
                        .text("/code"))
                .isEqualTo("validation_failed");
        assertThat(api.post("/auth/v1/otp", Map.of()).expect(400).text("/message"))
                .isEqualTo("One of email or phone must be set");
        assertThat(api.post("/auth/v1/recover", Map.of()).expect(400).text("/message"))
                .isEqualTo("Password recovery requires an email");
        assertThat(api.post("/auth/v1/resend", Map.of("type", "nonsense", "email", email))
                        .expect(400)
                        .text("/code"))
                .isEqualTo("validation_failed");
    }
}
