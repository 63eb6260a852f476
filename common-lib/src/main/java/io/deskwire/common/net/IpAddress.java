package io.deskwire.common.net;

import inet.ipaddr.AddressStringException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// A literal IP address. No name server is ever asked.
public final class IpAddress {
    private IpAddress() {}

    /// Empty for what is no address, or is one on one machine only (`fe80::1%eth0`). An IPv4 address that is mapped
    /// into IPv6 is an IPv4 one.
    public static Optional<InetAddress> parse(String text) {
        try {
            return Optional.of(
                    InetAddress.getByAddress(Notation.ADDRESS.read(text).getBytes()));
        } catch (AddressStringException _) {
            return Optional.empty();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
