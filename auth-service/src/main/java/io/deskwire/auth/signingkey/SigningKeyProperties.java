package io.deskwire.auth.signingkey;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param jwtKeys a JWK array or the path of a file with one; the one with `key_ops` sign signs. Empty: made at first
/// start
/// @param signingKey what keys that are made here are like
@ConfigurationProperties("deskwire.auth")
record SigningKeyProperties(
        @DefaultValue("") String jwtKeys, @DefaultValue Made signingKey) {

    /// @param lead how long a new key is published before it signs; verifiers may hold the published keys for 10
    /// minutes
    record Made(
            @DefaultValue("ES256") Algorithm algorithm,
            @DefaultValue("15m") Duration lead) {}

    Algorithm algorithm() {
        return signingKey.algorithm();
    }

    Duration lead() {
        return signingKey.lead();
    }

    @Override
    public String toString() {
        return "SigningKeyProperties[" + signingKey + "]";
    }

    enum Algorithm {
        ES256,
        RS256
    }
}
