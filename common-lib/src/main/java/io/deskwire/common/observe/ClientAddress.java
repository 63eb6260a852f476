package io.deskwire.common.observe;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Where a request comes from, in the gateway's word: it replaces whatever `X-Forwarded-For` a client sends by the one
/// address it saw, and services listen to nobody else.
public final class ClientAddress {
    private ClientAddress() {}

    /// What limits count by: the address, or of IPv6 the /64 network, all of which one client may use.
    public static String network(HttpServletRequest request) {
        return networkOf(InetAddress.ofLiteral(of(request)));
    }

    public static String networkOf(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8))
                : address.getHostAddress();
    }

    /// An IP address as text, never anything else.
    public static String of(HttpServletRequest request) {
        var forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded != null) {
            try {
                return InetAddress.ofLiteral(forwarded.strip()).getHostAddress();
            } catch (IllegalArgumentException _) {
                return request.getRemoteAddr();
            }
        }
        return request.getRemoteAddr();
    }
}
