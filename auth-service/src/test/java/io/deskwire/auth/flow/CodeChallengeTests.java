package io.deskwire.auth.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.auth.platform.GoTrueException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeChallengeTests {
    // RFC 7636, appendix B
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    @Test
    void isMetByItsVerifierAlone() {
        var challenge = Objects.requireNonNull(CodeChallenge.of(CHALLENGE, "S256"));
        assertThat(challenge.metBy(VERIFIER)).isTrue();
        assertThat(challenge.metBy(CHALLENGE)).isFalse();
    }

    @Test
    void isAbsentWhereTheClientSendsNone() {
        assertThat(CodeChallenge.of(null, null)).isNull();
        assertThat(CodeChallenge.of("", "")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM,",
        ",s256",
        "short,s256",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw cM,s256",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM,none"
    })
    void refusesHalfOfOneAndMalformedOnes(String challenge, String method) {
        assertThatThrownBy(() -> CodeChallenge.of(challenge, method)).isInstanceOf(GoTrueException.class);
    }
}
