package io.deskwire.auth.oauth;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param manualLinking people may link further identities to their account, and unlink them
/// @param tripLife how long a browser may be away at a provider
@ConfigurationProperties("deskwire.auth.oauth")
record OAuthProperties(
        @DefaultValue("false") boolean manualLinking,
        @DefaultValue("10m") Duration tripLife) {}
