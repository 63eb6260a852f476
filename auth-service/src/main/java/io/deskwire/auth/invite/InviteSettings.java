package io.deskwire.auth.invite;

import io.deskwire.auth.mail.MailLimits;
import java.time.Clock;
import org.springframework.stereotype.Component;

/// What invites go by: the configured lives, how many are mailed, and the time.
@Component
record InviteSettings(InviteProperties properties, MailLimits limits, Clock clock) {
    String link(InviteToken token) {
        var page = properties.page().toString();
        return page + (page.contains("?") ? "&" : "?") + "invite_token=" + token.text();
    }
}
