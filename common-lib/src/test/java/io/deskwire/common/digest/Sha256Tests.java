package io.deskwire.common.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Tests {
    /// FIPS 180-4's own example.
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void hashesTextAndItsBytesAlike() {
        assertThat(Sha256.hex("abc")).isEqualTo(OF_ABC);
        assertThat(Sha256.of("abc")).isEqualTo(HexFormat.of().parseHex(OF_ABC));
        assertThat(Sha256.of("abc".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(HexFormat.of().parseHex(OF_ABC));
    }

    @Test
    void readsTextAsUtf8() {
        assertThat(Sha256.of("ü")).isEqualTo(Sha256.of(new byte[] {(byte) 0xc3, (byte) 0xbc}));
    }
}
