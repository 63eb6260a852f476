package io.deskwire.auth.apikey;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/// A range of addresses in CIDR notation (RFC 4632, RFC 4291). IPv4 addresses mapped into IPv6 count as IPv4.
record Network(InetAddress base, int prefix) {
    private static final int MAPPED_BITS = 96;

    /// Empty where the text is no network: an unknown form, a prefix too long, or bits set beyond it. A bare address is
    /// the network of itself.
    static Optional<Network> parse(String text) {
        var slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        var base = address.get();
        int bits = base.getAddress().length * 8;
        boolean mapped = bits == 32 && text.indexOf(':') >= 0; // its prefix counts the 96 bits before it
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1)) - (mapped ? MAPPED_BITS : 0);
        if (prefix < 0 || prefix > bits || !base.equals(masked(base, prefix))) {
            return Optional.empty();
        }
        return Optional.of(new Network(base, prefix));
    }

    boolean contains(InetAddress address) {
        return address.getAddress().length == base.getAddress().length && base.equals(masked(address, prefix));
    }

    /// Empty for what is no literal address; never asks a name server.
    static Optional<InetAddress> address(String text) {
        try {
            return text.indexOf('%') >= 0 || text.startsWith("[")
                    ? Optional.empty()
                    : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int prefix(String digits) {
        return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        var bytes = address.getAddress();
        int whole = prefix / 8;
        if (whole < bytes.length) {
            bytes[whole] &= (byte) (0xff00 >> prefix % 8);
            Arrays.fill(bytes, whole + 1, bytes.length, (byte) 0);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
