package io.deskwire.common.observe;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;

/// Where a request comes from, in the gateway's word: it replaces whatever `X-Forwarded-For` a client sends by the one
/// address it saw, and services listen to nobody else.
public final class ClientAddress {
    private ClientAddress() {}

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
