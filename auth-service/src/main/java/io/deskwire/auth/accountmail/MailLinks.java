package io.deskwire.auth.accountmail;

import io.deskwire.auth.flow.RedirectTargets;
import io.deskwire.common.identity.IdentityProperties;
import java.net.URI;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/// The addresses that mails lead to (ADR 0018).
///
/// Mail scanners open every link. What a mail leads to therefore only shows a page, whose button uses the secret up;
/// `/verify`, which uses it up at once, is for clients.
@Component
public class MailLinks {
    private final IdentityProperties identity;
    private final AccountProperties properties;
    private final RedirectTargets targets;

    MailLinks(IdentityProperties identity, AccountProperties properties, RedirectTargets targets) {
        this.identity = identity;
        this.properties = properties;
        this.targets = targets;
    }

    URI inMail(Purpose purpose, String link, String redirectTo) {
        var own = properties.linkUrl();
        return own == null || own.toString().isBlank()
                ? to(identity.issuer() + "/confirm", "token", link, purpose, redirectTo)
                : to(own.toString(), "token_hash", link, purpose, redirectTo);
    }

    URI direct(Purpose purpose, String link, String redirectTo) {
        return to(identity.issuer() + "/verify", "token", link, purpose, redirectTo);
    }

    /// How mails name the site.
    public String site() {
        var host = targets.site().getHost();
        return host == null ? targets.site().toString() : host;
    }

    private static URI to(String page, String name, String link, Purpose purpose, String redirectTo) {
        return UriComponentsBuilder.fromUriString(page)
                .queryParam(name, "{link}")
                .queryParam("type", "{type}")
                .queryParam("redirect_to", "{redirect}")
                .encode()
                .buildAndExpand(link, purpose.type(), redirectTo)
                .toUri();
    }
}
