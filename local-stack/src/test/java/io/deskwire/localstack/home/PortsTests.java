package io.deskwire.localstack.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.localstack.FreePort;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTests {

    @Test
    void theGatewayAnswersAtThePublicPort() {
        assertThat(new Ports(54321).of(service(0, 10))).isEqualTo(54321);
    }

    @Test
    void nothingButTheGatewayLiesWhereOutgoingConnectionsGetTheirPorts() {
        var ports = new Ports(Ports.DEFAULT);
        assertThat(List.of(
                        ports.postgres(),
                        ports.kafka(),
                        ports.kafkaController(),
                        ports.mailApi(),
                        ports.smtp(),
                        ports.of(service(14, 14)),
                        ports.probe(service(0, 10))))
                .allMatch(port -> port < FreePort.EPHEMERAL)
                .doesNotHaveDuplicates();
    }

    @Test
    void aStackBesideAnotherSharesNoPort() {
        assertThat(new Ports(55321).postgres()).isNotEqualTo(new Ports(54321).postgres());
        assertThat(new Ports(20_000).postgres()).isEqualTo(20_001);
    }

    @Test
    void findsAnotherPortAtEachCall() {
        assertThat(FreePort.find()).isNotEqualTo(FreePort.find()).isLessThan(FreePort.EPHEMERAL);
    }

    private static ServiceSpec service(int offset, int probeOffset) {
        return new ServiceSpec(
                "any-service",
                offset,
                probeOffset,
                false,
                List.of("-jar", Path.of("any.jar").toString()));
    }
}
