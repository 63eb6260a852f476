package io.deskwire.auth.mail;

import io.deskwire.auth.mail.MailRepository.Claim;
import io.deskwire.auth.mail.MailTemplates.Letter;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.springframework.stereotype.Component;

/// Hands a mail to the SMTP server (RFC 5321). Call it outside any transaction.
@Component
class SmtpSender {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final MailProperties properties;
    private final MailTemplates templates;
    private final Clock clock;

    SmtpSender(MailProperties properties, MailTemplates templates, Clock clock) {
        this.properties = properties;
        this.templates = templates;
        this.clock = clock;
    }

    void send(Claim mail) throws MessagingException {
        var url = Objects.requireNonNull(properties.smtpUrl(), "no SMTP server is configured");
        var session = Session.getInstance(settings(url));
        var message = message(session, mail, templates.letter(mail.kind(), mail.values()));
        var login = login(url);
        try (var transport = session.getTransport(scheme(url))) {
            transport.connect(url.getHost(), url.getPort(), login[0], login[1]);
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    /// Whether it is the recipient that is refused, and will be refused again.
    static boolean hopeless(MessagingException failure) {
        for (Exception cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof AddressException) {
                return true;
            }
            if (cause instanceof SMTPAddressFailedException refused && refused.getReturnCode() >= 500) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("NullAway") // the last one has no next
    private static Exception next(Exception failure) {
        return failure instanceof MessagingException chained ? chained.getNextException() : null;
    }

    /// The same mail sent twice (a crash between sending and noting it) has the same Message-ID.
    private MimeMessage message(Session session, Claim mail, Letter letter) throws MessagingException {
        var from = new InternetAddress(properties.from());
        var host = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
        var message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<%s@%s>".formatted(mail.id(), host));
            }
        };
        message.setFrom(from);
        message.setRecipient(RecipientType.TO, new InternetAddress(mail.recipient(), true));
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-generated");
        var parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(letter.text(), "plain"));
        parts.addBodyPart(part(letter.html(), "html"));
        message.setContent(parts);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    private Properties settings(URI url) {
        var settings = new Properties();
        var prefix = "mail." + scheme(url) + ".";
        var timeout = String.valueOf(properties.timeout().toMillis());
        var secret = url.getRawUserInfo() != null && !LOOPBACK.contains(url.getHost());
        settings.setProperty(prefix + "connectiontimeout", timeout);
        settings.setProperty(prefix + "timeout", timeout);
        settings.setProperty(prefix + "writetimeout", timeout);
        settings.setProperty(prefix + "auth", String.valueOf(url.getRawUserInfo() != null));
        settings.setProperty(prefix + "starttls.enable", "true");
        settings.setProperty(prefix + "starttls.required", String.valueOf(secret));
        settings.setProperty(prefix + "ssl.checkserveridentity", "true");
        settings.setProperty(prefix + "localhost", "deskwire");
        return settings;
    }

    private static String scheme(URI url) {
        return "smtps".equals(url.getScheme()) ? "smtps" : "smtp";
    }

    @SuppressWarnings("NullAway") // without a login the protocol takes nulls
    private static String[] login(URI url) {
        var info = url.getRawUserInfo();
        if (info == null) {
            return new String[] {null, null};
        }
        var colon = info.indexOf(':');
        return new String[] {
            decoded(colon < 0 ? info : info.substring(0, colon)), decoded(colon < 0 ? "" : info.substring(colon + 1))
        };
    }

    /// A plus sign is itself here, not a blank.
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
