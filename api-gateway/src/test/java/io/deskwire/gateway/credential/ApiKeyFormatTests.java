package io.deskwire.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFormatTests {
    private static final String BODY = "dw_live_0123456789ABCDEF_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg";

    /// The auth-service makes keys by the same rule: this value is fixed, in both.
    @Test
    void the_checksum_is_the_crc32_in_base62() {
        assertThat(ApiKeyFormat.checksum(BODY)).isEqualTo("1n5IuB");
        assertThat(ApiKeyFormat.holds(BODY + ApiKeyFormat.checksum(BODY))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 20, 30, 66, 68, 72})
    void one_changed_character_shows(int position) {
        var key = new StringBuilder(BODY + ApiKeyFormat.checksum(BODY));
        key.setCharAt(position, key.charAt(position) == 'x' ? 'y' : 'x');
        assertThat(ApiKeyFormat.holds(key.toString())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dw_live_", "dw_live_nonsense", "dw_live_0123456789ABCDEF_", " "})
    void another_form_does_not_hold(String key) {
        assertThat(ApiKeyFormat.holds(key)).isFalse();
    }

    @Test
    void a_small_checksum_is_padded() {
        // CRC32("") is 0.
        assertThat(ApiKeyFormat.checksum("")).isEqualTo("000000");
    }
}
