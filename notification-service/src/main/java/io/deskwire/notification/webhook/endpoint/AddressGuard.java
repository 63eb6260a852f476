package io.deskwire.notification.webhook.endpoint;

import io.deskwire.common.net.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/// Keeps webhooks from reaching inside. It is the resolver of the client: what it returns is what the client connects
/// to, so a name that resolves differently a moment later gains nothing. Host header and SNI stay the name.
///
/// The ranges are those of the IANA special-purpose registries. IPv6 is closed but for global unicast, from which what
/// embeds IPv4 addresses (6to4, Teredo; NAT64 lies outside) is taken out again.
public final class AddressGuard implements DnsResolver {
    private static final List<Network> FORBIDDEN_V4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8",
            "100.64.0.0/10", // carrier-grade NAT; cloud metadata at 100.100.100.200
            "127.0.0.0/8",
            "168.63.129.16/32", // Azure's wire server, public by number only
            "169.254.0.0/16", // link-local; cloud metadata at 169.254.169.254
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");
    private static final Network GLOBAL_V6 = Network.parse("2000::/3");
    private static final List<Network> FORBIDDEN_V6 = ranges(
            "2001::/23", // Teredo, ORCHID, benchmarks
            "2001:db8::/32",
            "2002::/16", // 6to4
            "3fff::/20");

    private final List<Network> allowed;
    private final DnsResolver names;

    public AddressGuard(List<Network> allowed) {
        this(allowed, SystemDefaultDnsResolver.INSTANCE);
    }

    public AddressGuard(List<Network> allowed, DnsResolver names) {
        this.allowed = List.copyOf(allowed);
        this.names = names;
    }

    public boolean admits(InetAddress address) {
        if (allowed.stream().anyMatch(range -> range.contains(address))) {
            return true;
        }
        return address instanceof Inet4Address
                ? FORBIDDEN_V4.stream().noneMatch(range -> range.contains(address))
                : GLOBAL_V6.contains(address) && FORBIDDEN_V6.stream().noneMatch(range -> range.contains(address));
    }

    /// False where the host is an address, in whatever notation, that is not admitted. Names are for the time of
    /// connecting, but for those that always mean this machine.
    boolean admitsHost(String host) {
        var literals = literals(host);
        if (!literals.isEmpty()) {
            return literals.stream().allMatch(this::admits);
        }
        var name = host.toLowerCase(Locale.ROOT);
        return !name.equals("localhost") && !name.endsWith(".localhost") || admits(InetAddress.getLoopbackAddress());
    }

    /// All of the name's addresses, of which each must be admitted.
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = names.resolve(host);
        for (var address : addresses) {
            if (!admits(address)) {
                throw new ForbiddenAddressException(host, address);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }

    /// As Java reads it, and as the C library does, to which `0177.0.0.1` and `0x7f.1` are loopback.
    private static List<InetAddress> literals(String host) {
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return Stream.<Function<String, InetAddress>>of(InetAddress::ofLiteral, Inet4Address::ofPosixLiteral)
                .<InetAddress>mapMulti((reader, found) -> {
                    try {
                        found.accept(reader.apply(bare));
                    } catch (IllegalArgumentException _) {
                        // not an address in this notation
                    }
                })
                .toList();
    }

    private static List<Network> ranges(String... texts) {
        return List.of(texts).stream().map(Network::parse).toList();
    }

    static final class ForbiddenAddressException extends UnknownHostException {
        ForbiddenAddressException(String host, InetAddress address) {
            super("%s leads to %s, which webhooks may not reach".formatted(host, address.getHostAddress()));
        }
    }
}
