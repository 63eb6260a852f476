package io.deskwire.notification.webhook;

import java.net.InetAddress;

/// A range of addresses, such as `10.0.0.0/8`. Families never match each other; a mapped address is an IPv4 one.
record Cidr(InetAddress network, int prefix) {
    static Cidr parse(String text) {
        var parts = text.strip().split("/", -1);
        var network = InetAddress.ofLiteral(parts[0]);
        var bits = network.getAddress().length * 8;
        var prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
        if (parts.length > 2 || prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("'" + text + "' (expected: a CIDR such as 10.0.0.0/8)");
        }
        return new Cidr(network, prefix);
    }

    boolean contains(InetAddress address) {
        var mine = network.getAddress();
        var other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        var whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        var rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >> (8 - rest) == 0;
    }
}
