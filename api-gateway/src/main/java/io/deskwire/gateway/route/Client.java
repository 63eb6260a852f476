package io.deskwire.gateway.route;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Where a request came from and how it addressed us; what the services are told in `X-Forwarded-*`.
///
/// @param scheme `http` or `https`, as the client wrote it
/// @param host as the client wrote it, with the port if it did; its first label may name the tenant
public record Client(InetAddress address, String scheme, String host) {
    private static final int NETWORK_BYTES = 8;

    /// The textual address, without a zone.
    public String ip() {
        var text = address.getHostAddress();
        var zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /// What limits count by: the address, or of IPv6 the /64 network, all of which one client may use.
    public String network() {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

    /// The port of [#host], or the scheme's own.
    public String port() {
        var colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']') && colon < host.length() - 1) {
            return host.substring(colon + 1);
        }
        return scheme.equals("https") ? "443" : "80";
    }
}
