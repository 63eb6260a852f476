package io.deskwire.testsupport;

import static org.awaitility.Awaitility.await;

import io.deskwire.localstack.mail.MailSink;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// The mail that a service under test has sent: caught by the stack's sink, read over its API. One for the whole JVM.
public final class Mailbox {
    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");
    private static MailSink sink = MailSink.start(0, 0);
    private static final int SMTP = sink.smtpPort();
    private static final int API = URI.create(sink.apiUrl()).getPort();

    private Mailbox() {}

    public record Mail(String id, String subject, String text, String html) {
        /// The query of its link.
        public String query() {
            return link().substring(link().indexOf('?') + 1);
        }

        /// The first one in its text.
        public String link() {
            var matcher = LINK.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no link in: " + text);
            }
            return matcher.group();
        }

        /// The parameter `token` of its link.
        public String token() {
            return query().replaceAll(".*\\btoken=([^&]+).*", "$1");
        }

        /// Six digits in its text.
        public String code() {
            var matcher = CODE.matcher(LINK.matcher(text).replaceAll(""));
            if (!matcher.find()) {
                throw new AssertionError("no code in: " + text);
            }
            return matcher.group();
        }
    }

    public static String smtpUrl() {
        return "smtp://127.0.0.1:" + SMTP;
    }

    /// As a server that is away.
    public static synchronized void close() {
        sink.close();
    }

    public static synchronized void open() {
        sink = MailSink.start(SMTP, API);
    }

    /// Waits for a mail to the address whose subject has these words.
    public static Mail to(String address, String words) {
        return await().until(() -> find(address, words), Optional::isPresent).orElseThrow();
    }

    public static Optional<Mail> find(String address, String words) {
        return all(address).stream()
                .filter(mail -> mail.subject().contains(words))
                .findFirst();
    }

    /// Newest first.
    public static List<Mail> all(String address) {
        var api = Api.at("http://127.0.0.1:" + API);
        var messages = api.get("/api/v1/messages?limit=500").expect(200).json().get("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .filter(mail -> mail.at("/To/0/Address").asString().equals(address))
                .map(mail -> read(api, mail))
                .toList();
    }

    private static Mail read(Api api, JsonNode mail) {
        var detail = api.get("/api/v1/message/" + mail.get("ID").asString()).expect(200);
        return new Mail(detail.text("/ID"), detail.text("/Subject"), detail.text("/Text"), detail.text("/HTML"));
    }
}
