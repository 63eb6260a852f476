package io.deskwire.common.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomSecretTests {
    @Test
    void hasAsManyBytesAsAskedForInTextThatAnAddressCarries() {
        assertThat(RandomSecret.text(32)).matches("[A-Za-z0-9_-]{43}");
        assertThat(RandomSecret.text(24)).matches("[A-Za-z0-9_-]{32}");
    }

    @Test
    void neverRepeatsItself() {
        var secrets =
                IntStream.range(0, 1000).mapToObj(_ -> RandomSecret.text(16)).collect(Collectors.toSet());

        assertThat(secrets).hasSize(1000);
    }
}
