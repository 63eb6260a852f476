package io.deskwire.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
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
        "::ffff:192.0.2.0/120, 192.0.3.7, false",
        "::ffff:0:0/96, 203.0.113.9, true",
        "::/0, 203.0.113.9, false"
    })
    void containsTheAddressesOfItsRange(String network, String address, boolean contained) {
        assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address)))
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
                "999.0.0.0/8",
                "010.0.0.0/8",
                "10/8",
                "10.0/16",
                "0x0a.0.0.0/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0-10.0.0.9",
                "10.0.0.*",
                "*"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("expected:");
    }

    @Test
    void saysWhichNetworkIsMeantWhereBitsAreSetBeyondThePrefix() {
        assertThatThrownBy(() -> Network.parse("10.0.0.1/8"))
                .hasMessage("'10.0.0.1/8' has bits set beyond its prefix (expected: 10.0.0.0/8)");
    }

    @Test
    void containsAnAddressWhateverItsZone() throws Exception {
        var scoped =
                Inet6Address.getByAddress("", InetAddress.ofLiteral("fe80::1").getAddress(), 1);

        assertThat(Network.parse("fe80::/10").contains(scoped)).isTrue();
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(Network.parse("192.0.2.7")).hasToString("192.0.2.7/32");
        assertThat(Network.parse("::ffff:192.0.2.7/128")).hasToString("192.0.2.7/32");
        assertThat(Network.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
        assertThat(Network.parse("2001:0DB8:0::/32")).hasToString("2001:db8::/32");
    }
}
