package io.deskwire.auth.mail;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param smtpUrl `smtp://user:password@host:587` (STARTTLS where offered, insisted on where there is a password) or
/// `smtps://…:465`; null: mail is kept, not sent
/// @param from the sender, `Name <address>`
/// @param templates a directory whose files win over the built-in ones; null for none
/// @param interval between two mails of a kind to an address
/// @param timeout of connecting, and of each answer
/// @param giveUpAfter a mail that could not be sent for so long, or was not tried, is emptied and not sent any more
/// @param kept what was sent is shown to operators (without its values) for so long
@ConfigurationProperties("deskwire.auth.mail")
record MailProperties(
        @Nullable URI smtpUrl,
        @DefaultValue("Deskwire <no-reply@localhost>") String from,
        @Nullable String templates,
        @DefaultValue("60s") Duration interval,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("24h") Duration giveUpAfter,
        @DefaultValue("7d") Duration kept) {

    boolean configured() {
        return smtpUrl != null && smtpUrl.getHost() != null;
    }

    /// The address may carry a password.
    @Override
    public String toString() {
        return "MailProperties[host=%s, from=%s]".formatted(smtpUrl == null ? null : smtpUrl.getHost(), from);
    }
}
