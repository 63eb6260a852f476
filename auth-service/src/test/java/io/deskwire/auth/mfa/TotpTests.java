package io.deskwire.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTests {
    private final Totp totp = new Totp("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    /// RFC 6238, appendix B; the last six of its eight digits.
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void makesTheCodesOfTheStandard(long second, String code) {
        assertThat(totp.code(Totp.step(Instant.ofEpochSecond(second)))).isEqualTo(code);
    }

    @Test
    void takesACodeOfTheStepBeforeAndAfterAndNoOther() {
        var now = Instant.ofEpochSecond(1_000_000_000);
        var step = Totp.step(now);

        for (var near = step - 1; near <= step + 1; near++) {
            assertThat(totp.match(totp.code(near), now, Factor.NO_STEP)).hasValue(near);
        }
        assertThat(totp.match(totp.code(step - 2), now, Factor.NO_STEP)).isEmpty();
        assertThat(totp.match(totp.code(step + 2), now, Factor.NO_STEP)).isEmpty();
        assertThat(totp.match("", now, Factor.NO_STEP)).isEmpty();
    }

    @Test
    void takesNoCodeOfAStepThatWasTakenOrIsOlder() {
        var now = Instant.ofEpochSecond(1_000_000_000);
        var step = Totp.step(now);

        assertThat(totp.match(totp.code(step), now, step)).isEmpty();
        assertThat(totp.match(totp.code(step - 1), now, step)).isEmpty();
        assertThat(totp.match(totp.code(step + 1), now, step)).hasValue(step + 1);
    }

    @Test
    void tellsAuthenticatorAppsWhatTheyAsk() {
        assertThat(totp.uri("desk.example:8443", "ada lovelace@example.com"))
                .isEqualTo("otpauth://totp/desk.example%3A8443:ada%20lovelace%40example.com?algorithm=SHA1&digits=6"
                        + "&issuer=desk.example%3A8443&period=30&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    @Test
    void drawsAQrCodeThatFitsIntoADataUri() {
        var svg = QrSvg.of(totp.uri("desk.example", "ada@example.com"));

        assertThat(svg).startsWith("<svg ").endsWith("</svg>").doesNotContain("#");
    }
}
