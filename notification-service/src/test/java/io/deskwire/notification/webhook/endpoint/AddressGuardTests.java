package io.deskwire.notification.webhook.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.net.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTests {
    private final AddressGuard guard = new AddressGuard(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:a9fe:a9fe::1",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refusesWhatIsNotPublic(String address) {
        assertThat(guard.admits(InetAddress.ofLiteral(address))).isFalse();
        assertThat(guard.admitsHost(address.contains(":") ? "[" + address + "]" : address))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450::1",
                "::ffff:1.1.1.1"
            })
    void admitsWhatIsPublic(String address) {
        assertThat(guard.admits(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "LOCALHOST", "a.localhost", "0"})
    void knowsLoopbackInEveryNotation(String host) {
        assertThat(guard.admitsHost(host)).isFalse();
    }

    @Test
    void refusesANameOneOfWhoseAddressesIsInside() throws Exception {
        var mixed = new AddressGuard(List.of(), names("1.1.1.1", "10.0.0.1"));

        assertThat(mixed.admitsHost("rebinding.example")).isTrue();
        assertThatThrownBy(() -> mixed.resolve("rebinding.example"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("10.0.0.1");
        assertThat(new AddressGuard(List.of(), names("1.1.1.1")).resolve("public.example"))
                .hasSize(1);
    }

    @Test
    void reachesAllowedNetworksOnly() {
        var allowing = new AddressGuard(List.of(Network.parse("127.0.0.0/8"), Network.parse("10.1.0.0/20")));

        assertThat(allowing.admitsHost("127.0.0.1")).isTrue();
        assertThat(allowing.admitsHost("10.1.15.255")).isTrue();
        assertThat(allowing.admitsHost("10.1.16.0")).isFalse();
        assertThat(allowing.admitsHost("[::1]")).isFalse();
    }

    private static DnsResolver names(String... addresses) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return List.of(addresses).stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
