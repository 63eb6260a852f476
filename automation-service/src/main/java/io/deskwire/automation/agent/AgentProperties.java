package io.deskwire.automation.agent;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param audience the `aud` of agent tokens
/// @param replacingLife an agent left in `replacing` for longer is removed
@ConfigurationProperties("deskwire.automation")
record AgentProperties(
        @DefaultValue("deskwire-automation") String audience,
        @DefaultValue("10m") Duration replacingLife) {}
