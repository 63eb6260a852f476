package io.deskwire.auth.invite;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param page where mailed links lead, with `?invite_token=…`; the page signs its visitor in and calls
/// `/auth/bootstrap`
/// @param life how long an invite is open where its maker does not say
/// @param longest no invite is open for longer
@ConfigurationProperties("deskwire.auth.invite")
record InviteProperties(
        @DefaultValue("http://localhost:3000") URI page,
        @DefaultValue("7d") Duration life,
        @DefaultValue("90d") Duration longest) {
    String link(InviteToken token) {
        var address = page.toString();
        return address + (address.contains("?") ? "&" : "?") + "invite_token=" + token.text();
    }
}
