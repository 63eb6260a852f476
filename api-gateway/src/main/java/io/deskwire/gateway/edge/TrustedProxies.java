package io.deskwire.gateway.edge;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/// Tells the [Client] of a request. What it says of itself in `X-Forwarded-*` counts only where the connection's peer
/// is one of our own proxies.
final class TrustedProxies {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final List<IpSubnetFilterRule> networks;

    /// @param networks in CIDR notation; a bare address is a network of one
    TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(TrustedProxies::rule).toList();
    }

    Client client(ServerHttpRequest request) {
        var remote = request.getRemoteAddress();
        var peer = remote == null ? InetAddress.getLoopbackAddress() : remote.getAddress();
        var headers = request.getHeaders();
        var scheme = String.valueOf(request.getURI().getScheme());
        var host = headers.getFirst(HttpHeaders.HOST);
        if (!trusts(peer)) {
            return new Client(peer, scheme, host == null ? "" : host);
        }
        var forwardedScheme = first(headers.getFirst("X-Forwarded-Proto"));
        var forwardedHost = first(headers.getFirst("X-Forwarded-Host"));
        return new Client(
                origin(peer, headers.get("X-Forwarded-For")),
                forwardedScheme != null && SCHEMES.contains(forwardedScheme) ? forwardedScheme : scheme,
                forwardedHost != null ? forwardedHost : host == null ? "" : host);
    }

    /// The last hop that is not one of our proxies; earlier ones are the client's own words.
    private InetAddress origin(InetAddress peer, @Nullable List<String> forwardedFor) {
        var hops = forwardedFor == null
                ? new String[0]
                : String.join(",", forwardedFor).split(",", -1);
        var origin = peer;
        for (int i = hops.length - 1; i >= 0 && trusts(origin); i--) {
            var hop = parse(hops[i].strip());
            if (hop == null) {
                break;
            }
            origin = hop;
        }
        return origin;
    }

    private boolean trusts(InetAddress address) {
        for (var network : networks) {
            if (network.matches(new InetSocketAddress(address, 0))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String first(@Nullable String list) {
        if (list == null || list.isBlank()) {
            return null;
        }
        var comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }

    static @Nullable InetAddress parse(String text) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException _) {
            return null;
        }
    }

    private static IpSubnetFilterRule rule(String network) {
        var slash = network.indexOf('/');
        var address = parse(slash < 0 ? network : network.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException(
                    "trusted-proxies: '" + network + "' (expected: an address or a network such as 10.0.0.0/8)");
        }
        var bits = slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(network.substring(slash + 1));
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }
}
