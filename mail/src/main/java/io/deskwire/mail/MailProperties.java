package io.deskwire.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param smtpUrl `smtp://user:password@host:587` (STARTTLS where offered, insisted on where there is a password) or
/// `smtps://…:465`, user and password escaped as in any URL; null: mail is kept, not sent
/// @param from the sender, `Name <address>`
/// @param templates a directory whose files win over the built-in ones; null for none
/// @param timeout of connecting, and of each answer
/// @param giveUpAfter a mail that could not be sent for so long, or was not tried, is emptied and not sent any more
/// @param kept what was sent is shown to operators (without its values) for so long
@ConfigurationProperties("deskwire.mail")
record MailProperties(
        @Nullable String smtpUrl,
        @DefaultValue("Deskwire <no-reply@localhost>") String from,
        @Nullable String templates,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("24h") Duration giveUpAfter,
        @DefaultValue("7d") Duration kept) {
    private static final String EXPECTED = "smtp://host:587 or smtps://host:465, with user:password@ before the host "
            + "where the server asks for it, and in these @ as %40, / as %2F, # as %23 and % as %25";

    MailProperties {
        smtpUrl = smtpUrl == null || smtpUrl.isBlank() ? null : smtpUrl.strip();
        templates = templates == null || templates.isBlank() ? null : templates;
        if (smtpUrl != null) {
            server(smtpUrl);
        }
        address(from);
        positive("timeout", timeout);
        positive("give-up-after", giveUpAfter);
        positive("kept", kept);
    }

    boolean configured() {
        return smtpUrl != null;
    }

    /// Null where none is configured.
    @Nullable
    URI server() {
        return smtpUrl == null ? null : server(smtpUrl);
    }

    InternetAddress sender() {
        return address(from);
    }

    private static URI server(String text) {
        var url = url(text);
        if (url == null || url.getHost() == null || !List.of("smtp", "smtps").contains(url.getScheme())) {
            // What it is may hold a password.
            throw new IllegalArgumentException("smtp-url: %s (expected: %s)"
                    .formatted(
                            url == null
                                    ? "no address"
                                    : "scheme '%s', host '%s'".formatted(url.getScheme(), url.getHost()),
                            EXPECTED));
        }
        return url;
    }

    /// By RFC 3986; where it is none, because a password stands in it unescaped, everything means itself.
    private static @Nullable URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            var colon = text.indexOf(':');
            try {
                return new URI(text.substring(0, Math.max(colon, 0)), text.substring(colon + 1), null);
            } catch (URISyntaxException _) {
                return null;
            }
        }
    }

    private static InternetAddress address(String from) {
        try {
            var address = new InternetAddress(from);
            address.validate();
            return address;
        } catch (AddressException failure) {
            throw new IllegalArgumentException(
                    "from: '%s' (expected: one address, as Name <support@example.com>)".formatted(from), failure);
        }
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("%s: %s (expected: more than 0s)".formatted(name, duration));
        }
    }

    /// The address may carry a password.
    @Override
    public String toString() {
        var server = server();
        return "MailProperties[host=%s, from=%s]".formatted(server == null ? null : server.getHost(), from);
    }
}
