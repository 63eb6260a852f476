package io.deskwire.auth.oauth;

import io.deskwire.auth.flow.RedirectTargets;
import io.deskwire.common.identity.IdentityProperties;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// What a trip to a provider goes by: the address that providers answer to, where browsers may land, the
/// configured lives and the time.
@Component
record OAuthSettings(OAuthProperties properties, IdentityProperties identity, RedirectTargets targets, Clock clock) {

    /// To be registered with each provider.
    URI callback() {
        return URI.create(identity.issuer() + "/callback");
    }

    boolean over(Instant departed) {
        return departed.plus(properties.tripLife()).isBefore(clock.instant());
    }
}
