package io.deskwire.common.net;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;

/// The one notation that is read: four decimal numbers, or RFC 4291. What programs read differently (leading zeros,
/// fewer than four numbers, hexadecimal) and what means something on one machine only (zones) is refused.
final class Notation {
    static final Notation ADDRESS = new Notation(false);
    static final Notation NETWORK = new Notation(true);

    private final IPAddressStringParameters rules;

    private Notation(boolean prefix) {
        var all = new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowPrefix(prefix)
                .allowPrefixOnly(false)
                .allowMask(false)
                .allowWildcardedSeparator(false)
                .allow_inet_aton(false)
                .setRangeOptions(RangeParameters.NO_RANGE);
        all.getIPv4AddressParametersBuilder().allowBinary(false).allowLeadingZeros(false);
        var six = all.getIPv6AddressParametersBuilder();
        six.allowZone(false).allowBase85(false).allowBinary(false).allow_mixed_inet_aton(false);
        six.getEmbeddedIPv4AddressParametersBuilder().allowLeadingZeros(false);
        rules = all.toParams();
    }

    /// An IPv4 address that is mapped into IPv6 is read as IPv4.
    IPAddress read(String text) throws AddressStringException {
        var read = new IPAddressString(text, rules).toAddress();
        return read.isIPv6() && read.toIPv6().isIPv4Mapped() ? read.toIPv6().getEmbeddedIPv4Address() : read;
    }
}
