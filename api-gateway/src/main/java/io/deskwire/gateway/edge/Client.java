package io.deskwire.gateway.edge;

import io.deskwire.common.observe.ClientAddress;
import java.net.InetAddress;

/// Where a request came from and how it addressed us; what the services are told in `X-Forwarded-*`.
///
/// @param scheme `http` or `https`, as the client wrote it
/// @param host as the client wrote it, with the port if it did; its first label may name the tenant
public record Client(InetAddress address, String scheme, String host) {
    /// The textual address, without a zone.
    public String ip() {
        var text = address.getHostAddress();
        var zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /// What limits count by, see [ClientAddress].
    public String network() {
        return ClientAddress.networkOf(address);
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
