package io.deskwire.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ApiKeyFormatTests {
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
        assertThat(ApiKeyFormat.publicId("")).isEmpty();
    }

    @Test
    void checksumsAsDocumented() {
        // CRC-32 of "123456789" is 0xCBF43926 = 3421780262 (the algorithm's published check value)
        assertThat(ApiKeyFormat.checksum("123456789")).isEqualTo("3jZRME");
    }
}
