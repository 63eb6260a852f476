package io.deskwire.auth.signingkey;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param algorithm of keys that are made here
/// @param lead how long a new key is published before it signs; verifiers may hold the published keys for 10 minutes
@ConfigurationProperties("deskwire.auth.signing-key")
record SigningKeyProperties(
        @DefaultValue("ES256") Algorithm algorithm,
        @DefaultValue("15m") Duration lead) {
    enum Algorithm {
        ES256,
        RS256
    }
}
