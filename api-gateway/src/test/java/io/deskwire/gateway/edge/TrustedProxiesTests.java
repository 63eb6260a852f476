package io.deskwire.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.net.Network;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class TrustedProxiesTests {
    private static final TrustedProxies proxies = new TrustedProxies(
            Stream.of("10.0.0.0/8", "192.0.2.1", "fd00::/8").map(Network::parse).toList());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "203.0.113.1 | 198.51.100.1                       | 203.0.113.1",
                "10.0.0.1    | -                                  | 10.0.0.1",
                "10.0.0.1    | 198.51.100.1                       | 198.51.100.1",
                "10.0.0.1    | 198.51.100.1, 203.0.113.9          | 203.0.113.9",
                "10.0.0.1    | 198.51.100.1, 203.0.113.9,10.9.9.9 | 203.0.113.9",
                "10.0.0.1    | 10.0.0.2, 10.0.0.3                 | 10.0.0.2",
                "10.0.0.1    | 198.51.100.1, unknown              | 10.0.0.1",
                "192.0.2.1   | 198.51.100.1                       | 198.51.100.1",
                "192.0.2.2   | 198.51.100.1                       | 192.0.2.2",
                "fd00::1     | 2001:db8::7                        | 2001:db8:0:0:0:0:0:7",
                "fd00::1     | [2001:db8::7]                      | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1    | ::ffff:198.51.100.1                | 198.51.100.1",
                "10.0.0.1    | 010.0.0.9                          | 10.0.0.1"
            })
    void theLastHopThatIsNotOursIsTheClient(String peer, String forwardedFor, String client) {
        var request =
                MockServerHttpRequest.get("http://acme.desk.example/").remoteAddress(new InetSocketAddress(peer, 1));
        if (forwardedFor != null) {
            request.header("X-Forwarded-For", forwardedFor);
        }

        assertThat(proxies.client(request.build()).ip()).isEqualTo(client);
    }

    @Test
    void anIpv6ClientCountsWithItsNetwork() {
        var one = new Client(new InetSocketAddress("2001:db8::7", 1).getAddress(), "http", "x");
        var other = new Client(new InetSocketAddress("2001:db8::8", 1).getAddress(), "http", "x");
        var elsewhere = new Client(new InetSocketAddress("2001:db8:1::7", 1).getAddress(), "http", "x");

        assertThat(one.network()).isEqualTo(other.network()).isNotEqualTo(elsewhere.network());
    }

    @ParameterizedTest
    @CsvSource({
        "desk.example:8443, https, 8443",
        "desk.example, https, 443",
        "desk.example, http, 80",
        "[::1]:54321, http, 54321",
        "[::1], http, 80"
    })
    void thePortIsTheHostsOrTheSchemes(String host, String scheme, String port) {
        assertThat(new Client(new InetSocketAddress("::1", 1).getAddress(), scheme, host).port())
                .isEqualTo(port);
    }
}
