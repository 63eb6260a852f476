package io.deskwire.auth.flow;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param siteUrl where people land when nothing else is asked for or allowed
/// @param redirectAllowList globs of further addresses: `*` within a part between `.` and `/`, `**` across them
/// @param codeLife how long an authorization code can be redeemed
@ConfigurationProperties("deskwire.auth.flow")
record FlowProperties(
        @DefaultValue("http://localhost:3000") URI siteUrl,
        @DefaultValue("") List<String> redirectAllowList,
        @DefaultValue("5m") Duration codeLife) {}
