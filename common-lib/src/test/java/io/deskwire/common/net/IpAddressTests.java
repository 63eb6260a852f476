package io.deskwire.common.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTests {
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "2001:db8::7", "::", "255.255.255.255"})
    void readsAnAddress(String text) {
        assertThat(IpAddress.parse(text)).contains(InetAddress.ofLiteral(text));
    }

    @Test
    void readsAMappedAddressAsIpv4() {
        assertThat(IpAddress.parse("::ffff:192.0.2.7"))
                .containsInstanceOf(Inet4Address.class)
                .contains(InetAddress.ofLiteral("192.0.2.7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "unknown",
                "localhost",
                "010.0.0.1",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "1.2.3.4-5",
                "192.0.2.0/24",
                "[::1]",
                "fe80::1%eth0",
                "::ffff:010.0.0.1",
                "1::2::3"
            })
    void refusesWhatIsNoAddressOrIsReadDifferentlyElsewhere(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }
}
