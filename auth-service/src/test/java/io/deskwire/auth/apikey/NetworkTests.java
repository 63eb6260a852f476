package io.deskwire.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTests {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.7, true",
        "192.0.2.0/24, 192.0.3.7, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7/32, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::1, 2001:db8::1, true",
        "::/0, 2001:db8::1, true",
        "192.0.2.0/24, ::ffff:192.0.2.7, true",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "::ffff:192.0.2.7/128, 192.0.2.7, true",
        "::ffff:192.0.2.0/120, 192.0.2.7, true",
        "::ffff:192.0.2.0/120, 192.0.3.7, false"
    })
    void containsTheAddressesOfItsRange(String network, String address, boolean contained) {
        assertThat(Network.parse(network)
                        .orElseThrow()
                        .contains(Network.address(address).orElseThrow()))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/24/24",
                "192.0.2.7/24",
                "2001:db8::/129",
                "2001:db8::1/64",
                "::ffff:192.0.2.0/24",
                "::ffff:192.0.2.7/120",
                "fe80::1%eth0/64",
                "[2001:db8::]/32",
                "example.com",
                "example.com/24",
                "999.0.0.0/8"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(Network.parse("192.0.2.7").orElseThrow()).hasToString("192.0.2.7/32");
        assertThat(Network.parse("::ffff:192.0.2.7/128").orElseThrow()).hasToString("192.0.2.7/32");
        assertThat(Network.parse("10.0.0.0/8").orElseThrow()).hasToString("10.0.0.0/8");
    }
}
