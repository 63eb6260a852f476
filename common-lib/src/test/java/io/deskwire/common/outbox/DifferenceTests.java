package io.deskwire.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DifferenceTests {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void namesWhatDiffersInTheOrderOfTheImage() {
        var before = JSON.readTree("{\"a\":1,\"b\":{\"x\":1},\"c\":[1],\"d\":null}");
        var after = JSON.readTree("{\"d\":null,\"c\":[2],\"b\":{\"x\":1},\"a\":2,\"new\":null}");

        assertThat(Difference.of(before, after).changed()).containsExactly("c", "a", "new");
    }
}
