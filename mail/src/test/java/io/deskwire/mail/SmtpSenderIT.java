package io.deskwire.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.mail.MailRepository.Claim;
import io.deskwire.mail.SmtpSender.Delivery.Failed;
import io.deskwire.mail.SmtpSender.Delivery.Refused;
import io.deskwire.mail.SmtpSender.Delivery.Sent;
import io.deskwire.testsupport.MutableClock;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/// Against a server that asks for a login and refuses some.
class SmtpSenderIT {
    private static final String LOGIN = "ann%40example.com:a%3Ab%2F+c@";
    private static final Claim MAIL = mail("ann@example.com");

    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final SMTPServer server = start();

    @AfterEach
    void stop() {
        server.stop();
    }

    private SMTPServer start() {
        var keeping = new SimpleMessageListener() {
            @Override
            public boolean accept(String from, String recipient) {
                return !recipient.startsWith("nobody");
            }

            @Override
            public void deliver(String from, String recipient, InputStream data) throws IOException {
                received.add(data.readAllBytes());
            }
        };
        var started = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((name, password, _) -> {
                    if (!name.equals("ann@example.com") || !password.equals("a:b/+c")) {
                        throw new LoginFailedException();
                    }
                }))
                .simpleMessageListener(keeping)
                .build();
        started.start();
        return started;
    }

    private static Claim mail(String to) {
        return new Claim(
                UUID.fromString("00000000-0000-7000-8000-000000000001"),
                "welcome",
                to,
                Map.of("name", "Änne", "token", "123456"),
                1,
                MutableClock.at("2026-11-30T10:00:00Z").instant());
    }

    private SmtpSender sender(String login) {
        var properties =
                MailPropertiesTests.with("smtp-url", "smtp://" + login + "127.0.0.1:" + server.getPortAllocated());
        return new SmtpSender(
                SmtpServer.of(properties),
                new MailTemplates(LetterKinds.of(Note.values()), null),
                properties,
                MutableClock.at("2026-11-30T10:00:00Z"));
    }

    private MimeMessage only() throws Exception {
        assertThat(received).hasSize(1);
        return new MimeMessage(null, new ByteArrayInputStream(received.getFirst()));
    }

    @Test
    void logsInAndSaysWhichMailItIs() throws Exception {
        assertThat(sender(LOGIN).send(MAIL)).isEqualTo(new Sent());

        var message = only();
        assertThat(message.getMessageID()).isEqualTo("<00000000-0000-7000-8000-000000000001@localhost>");
        assertThat(message.getSubject()).isEqualTo("Welcome to , Änne");
        assertThat(message.getSentDate().toInstant()).isEqualTo("2026-11-30T10:00:00Z");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getContentType()).startsWith("multipart/alternative");
    }

    @Test
    void triesAWrongLoginAgain() {
        assertThat(sender("ann%40example.com:wrong@").send(MAIL))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).contains("AuthenticationFailedException"));
        assertThat(sender("").send(MAIL)).isInstanceOf(Failed.class);
        assertThat(received).isEmpty();
    }

    @Test
    void triesALetterOfAnotherVersionAgain() {
        var unknown = new Claim(MAIL.id(), "of_tomorrow", MAIL.recipient(), Map.of(), 1, MAIL.createdAt());

        assertThat(sender("").send(unknown)).isEqualTo(new Failed("this version knows no letter 'of_tomorrow'"));
    }

    @Test
    void givesUpAMailboxThatTheServerDoesNotKnow() {
        assertThat(sender(LOGIN).send(mail("nobody@example.com")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.error()).contains("553"));
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (var address :
                List.of("no address", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com")) {
            assertThat(sender("").send(mail(address))).isInstanceOf(Refused.class);
        }
        assertThat(received).isEmpty();
    }
}
