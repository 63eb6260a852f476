package io.deskwire.common.net;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.net.InetAddress;

/// A range of addresses in CIDR notation (RFC 4632, RFC 4291); a bare address is the network of itself.
///
/// Bits beyond the prefix are refused: nobody knows whether `10.0.0.1/8` is meant as one address or as sixteen million.
/// IPv4 that is mapped into IPv6 is IPv4, and its prefix counts the 96 bits before it.
public final class Network {
    private static final IPAddressGenerator GENERATOR = new IPAddressGenerator();

    private final IPAddress block;

    private Network(IPAddress block) {
        this.block = block;
    }

    /// Raises `IllegalArgumentException`, whose message shows the text and says what is wrong and what was expected.
    public static Network parse(String text) {
        IPAddress block;
        try {
            block = Notation.NETWORK.read(text);
        } catch (AddressStringException _) {
            throw new IllegalArgumentException(
                    "'%s' is no network (expected: CIDR such as 192.0.2.0/24 or 2001:db8::/32, without leading zeros or a zone)"
                            .formatted(text));
        }
        if (block.isPrefixed() && !block.isPrefixBlock()) {
            throw new IllegalArgumentException("'%s' has bits set beyond its prefix (expected: %s)"
                    .formatted(text, block.toPrefixBlock().toCanonicalString()));
        }
        return new Network(block);
    }

    /// Never true across families; a zone of the address does not count.
    public boolean contains(InetAddress address) {
        return block.contains(GENERATOR.from(address.getAddress()));
    }

    /// In canonical form (RFC 5952), with its prefix.
    @Override
    public String toString() {
        return block.isPrefixed() ? block.toCanonicalString() : block.toCanonicalString() + "/" + block.getBitCount();
    }
}
