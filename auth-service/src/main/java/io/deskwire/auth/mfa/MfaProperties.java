package io.deskwire.auth.mfa;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param maxFactors how many factors somebody may have; one more that is not verified yet takes the place of the
/// oldest such
/// @param challengeLife how long a challenge can be answered
/// @param unverifiedLife after this a factor that was never verified makes room for another
@ConfigurationProperties("deskwire.auth.mfa")
record MfaProperties(
        @DefaultValue("10") int maxFactors,
        @DefaultValue("5m") Duration challengeLife,
        @DefaultValue("5m") Duration unverifiedLife) {}
