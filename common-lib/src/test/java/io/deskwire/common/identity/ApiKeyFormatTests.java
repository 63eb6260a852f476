package io.deskwire.common.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFormatTests {
    private static final String BODY = "dw_live_0123456789ABCDEF_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg";

    @Test
    void recognisesItsOwnKeysAndRefusesTypingErrors() {
        var made = ApiKeyFormat.generate(new SecureRandom());
        var key = made.key();

        assertThat(key).matches("dw_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}");
        assertThat(ApiKeyFormat.publicId(key)).contains(made.publicId());
        for (int i = 0; i < key.length(); i++) {
            var other = key.charAt(i) == 'x' ? 'y' : 'x';
            var mistyped = key.substring(0, i) + other + key.substring(i + 1);
            assertThat(ApiKeyFormat.publicId(mistyped)).as("mistyped at %d", i).isEmpty();
        }
        assertThat(ApiKeyFormat.publicId(key.substring(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "dw_live_", "dw_live_nonsense", "dw_live_0123456789ABCDEF_", "dw_test_x"})
    void refusesAnotherForm(String key) {
        assertThat(ApiKeyFormat.publicId(key)).isEmpty();
    }

    /// Fixed values: keys in use and the pattern given to secret scanners depend on them.
    @Test
    void checksumsAsDocumented() {
        // CRC-32 of "123456789" is 0xCBF43926 = 3421780262 (the algorithm's published check value), of "" it is 0
        assertThat(ApiKeyFormat.checksum("123456789")).isEqualTo("3jZRME");
        assertThat(ApiKeyFormat.checksum("")).isEqualTo("000000");
        assertThat(ApiKeyFormat.checksum(BODY)).isEqualTo("1n5IuB");
        assertThat(ApiKeyFormat.publicId(BODY + "1n5IuB")).contains("0123456789ABCDEF");
    }

    @Test
    void givesAKnownKeyANewSecret() {
        var first = ApiKeyFormat.generate(new SecureRandom());
        var second = ApiKeyFormat.generate(first.publicId(), new SecureRandom());

        assertThat(second.publicId()).isEqualTo(first.publicId());
        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(ApiKeyFormat.publicId(second.key())).contains(first.publicId());
    }
}
