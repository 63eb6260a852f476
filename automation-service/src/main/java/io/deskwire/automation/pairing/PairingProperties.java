package io.deskwire.automation.pairing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param life how long a code may be typed
/// @param interval how often a device should ask for the status
/// @param maxWrongCodes so many wrong codes reject the request
/// @param requestsPerDevice a minute, by the device's own identifier
/// @param requestsPerAddress a minute
/// @param statusPerAddress a minute
/// @param openPerTenant more pending requests than this are not shown, so that nobody can flood a tenant's list
/// @param kept how long what was decided stays to be looked at
/// @param expiredKept how long what nobody decided stays
@ConfigurationProperties("deskwire.automation.pairing")
record PairingProperties(
        @DefaultValue("10m") Duration life,
        @DefaultValue("5s") Duration interval,
        @DefaultValue("5") int maxWrongCodes,
        @DefaultValue("6") int requestsPerDevice,
        @DefaultValue("60") int requestsPerAddress,
        @DefaultValue("1200") int statusPerAddress,
        @DefaultValue("100") int openPerTenant,
        @DefaultValue("30d") Duration kept,
        @DefaultValue("1d") Duration expiredKept) {}
