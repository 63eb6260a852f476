package io.deskwire.mail;

import com.samskivert.mustache.MustacheException;
import io.deskwire.common.observe.Legible;
import io.deskwire.mail.MailRepository.Claim;
import io.deskwire.mail.MailTemplates.Content;
import io.deskwire.mail.SmtpSender.Delivery.Failed;
import io.deskwire.mail.SmtpSender.Delivery.Refused;
import io.deskwire.mail.SmtpSender.Delivery.Sent;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/// Hands a mail to the SMTP server (RFC 5321). Call it outside any transaction.
class SmtpSender {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int MAX_ERROR = 300;

    private final JavaMailSender server;
    private final MailTemplates templates;
    private final MailProperties properties;
    private final Clock clock;

    SmtpSender(JavaMailSender server, MailTemplates templates, MailProperties properties, Clock clock) {
        this.server = server;
        this.templates = templates;
        this.properties = properties;
        this.clock = clock;
    }

    Delivery send(Claim mail) {
        try {
            var content = templates.content(mail.kind(), mail.values());
            if (content.isEmpty()) {
                return new Failed("this version knows no letter '%s'".formatted(mail.kind()));
            }
            server.send(message(mail, content.get()));
            return new Sent();
        } catch (MailException failure) {
            return failed(cause(failure));
        } catch (MessagingException | MustacheException failure) {
            return failed(failure);
        }
    }

    private static Delivery failed(Exception failure) {
        var error = Legible.of(failure.toString(), MAX_ERROR);
        return hopeless(failure) ? new Refused(error) : new Failed(error);
    }

    /// What Jakarta Mail said, without the words that Spring puts around it.
    private static Exception cause(MailException failure) {
        if (failure instanceof MailSendException several && several.getMessageExceptions().length > 0) {
            return several.getMessageExceptions()[0];
        }
        return failure.getCause() instanceof Exception cause ? cause : failure;
    }

    /// Whether it is the recipient that is refused, and will be refused again.
    private static boolean hopeless(Exception failure) {
        for (@Nullable Exception cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof AddressException) {
                return true;
            }
            if (cause instanceof SMTPAddressFailedException refused && refused.getReturnCode() >= 500) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Exception next(Exception failure) {
        return failure instanceof MessagingException chained ? chained.getNextException() : null;
    }

    /// The same mail sent twice (a crash between sending and noting it) has the same Message-ID.
    private MimeMessage message(Claim mail, Content content) throws MessagingException {
        var sender = properties.sender();
        var host = sender.getAddress().substring(sender.getAddress().indexOf('@') + 1);
        var message = server.createMimeMessage();
        var head = new MimeMessageHelper(message, UTF_8);
        head.setFrom(sender);
        head.setTo(new InternetAddress(mail.recipient(), true));
        head.setSubject(content.subject());
        head.setSentDate(Date.from(clock.instant()));
        message.setHeader("Message-ID", "<%s@%s>".formatted(mail.id(), host));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContent(
                new MimeMultipart("alternative", part(content.text(), "plain"), part(content.html(), "html")));
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    /// What became of one attempt to hand a mail to the server.
    sealed interface Delivery {
        /// The server has it.
        record Sent() implements Delivery {}

        /// May go better another time: the server is away, refuses for now, or this node does not know the letter.
        record Failed(String error) implements Delivery {}

        /// Will be refused again: the address is none, or the server says so of it.
        record Refused(String error) implements Delivery {}
    }
}
