package io.deskwire.auth.hook;

import io.deskwire.common.webhook.WebhookSecret;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param url where the hook answers; empty for none. The operator's own choice, so any address is allowed
/// @param secret `v1,whsec_<base64>`; several, separated by `|`, sign together while one replaces the other
/// @param timeout of one try; a call makes up to three
/// @param inFlight calls at a time; each may hold a connection of the system door, so fewer than it has
@ConfigurationProperties("deskwire.auth.hook.access-token")
record AccessTokenHookProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String secret,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("4") int inFlight) {
    AccessTokenHookProperties {
        if (!url.isEmpty()) {
            for (var one : secret.split("\\|", -1)) {
                WebhookSecret.parse(one);
            }
        }
    }

    @Override
    public String toString() {
        return "AccessTokenHookProperties[%s]".formatted(url);
    }
}
