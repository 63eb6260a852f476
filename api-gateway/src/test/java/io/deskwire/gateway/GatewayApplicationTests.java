package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayApplicationTests {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "4, 2", "16, 8"})
    void halfOfTheProcessorsServeConnections(int processors, int loops) {
        assertThat(GatewayApplication.eventLoops(processors)).isEqualTo(loops);
    }
}
