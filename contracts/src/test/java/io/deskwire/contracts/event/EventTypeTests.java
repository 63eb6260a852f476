package io.deskwire.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testsupport.GoldenSamples;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class EventTypeTests {
    @ParameterizedTest
    @EnumSource
    void hasAGoldenSampleOfItsTable(EventType type) {
        var sample = JsonMapper.shared().readTree(GoldenSamples.read(type.wire() + ".json"));

        assertThat(sample.get("type").asString()).isEqualTo(type.wire());
        assertThat(sample.at("/data/table").asString()).isEqualTo(type.table());
        assertThat(sample.at("/data/record").isObject()).isTrue();
    }

    @Test
    void hasEveryGoldenSampleInTheCatalogue() {
        assertThat(GoldenSamples.ending(".json"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                        .map(type -> type.wire() + ".json")
                        .toList());
    }
}
