package io.deskwire.auth.accountmail;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param linkUrl a page of the frontend that mails lead to, with `token_hash`, `type` and `redirect_to`; null for the
/// built-in page
/// @param doubleConfirm a new address is confirmed from the old one too
/// @param anonymousLife anonymous users who were away that long are removed
@ConfigurationProperties("deskwire.auth.account")
public record AccountProperties(
        @Nullable URI linkUrl,
        @DefaultValue("true") boolean doubleConfirm,
        @DefaultValue("30d") Duration anonymousLife) {}
