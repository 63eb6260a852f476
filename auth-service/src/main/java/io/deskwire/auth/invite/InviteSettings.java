package io.deskwire.auth.invite;

import java.time.Clock;
import org.springframework.stereotype.Component;

/// What invites go by: the configured lives and the time.
@Component
record InviteSettings(InviteProperties properties, Clock clock) {
    String link(InviteToken token) {
        var page = properties.page().toString();
        return page + (page.contains("?") ? "&" : "?") + "invite_token=" + token.text();
    }
}
