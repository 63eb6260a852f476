package io.deskwire.gateway.edge;

import io.deskwire.common.net.IpAddress;
import io.deskwire.common.net.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/// Tells the [Client] of a request. What it says of itself in `X-Forwarded-*` counts only where the connection's peer
/// is one of our own proxies.
final class TrustedProxies {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final List<Network> networks;

    TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
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
            var hop = hop(hops[i].strip());
            if (hop.isEmpty()) {
                break;
            }
            origin = hop.get();
        }
        return origin;
    }

    private boolean trusts(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static @Nullable String first(@Nullable String list) {
        if (list == null || list.isBlank()) {
            return null;
        }
        var comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }

    /// Some proxies write IPv6 in brackets.
    private static Optional<InetAddress> hop(String text) {
        return IpAddress.parse(
                text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text);
    }
}
