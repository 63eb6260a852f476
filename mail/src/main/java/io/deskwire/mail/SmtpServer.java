package io.deskwire.mail;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.StringUtils;

/// The mail server of `deskwire.mail.smtp-url` in Spring's terms.
final class SmtpServer {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private SmtpServer() {}

    /// Knows no server where none is configured.
    static JavaMailSenderImpl of(MailProperties properties) {
        var sender = new JavaMailSenderImpl();
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        var url = properties.server();
        if (url == null) {
            return sender;
        }
        sender.setProtocol(url.getScheme());
        sender.setHost(url.getHost());
        sender.setPort(url.getPort() < 0 ? JavaMailSenderImpl.DEFAULT_PORT : url.getPort());
        var login = url.getRawUserInfo();
        if (login != null) {
            var colon = login.indexOf(':');
            sender.setUsername(decoded(colon < 0 ? login : login.substring(0, colon)));
            sender.setPassword(decoded(colon < 0 ? "" : login.substring(colon + 1)));
        }
        sender.setJavaMailProperties(settings(url, properties));
        return sender;
    }

    /// Nobody's password crosses a network in the clear, and no server is believed that cannot show its certificate.
    private static Properties settings(URI url, MailProperties properties) {
        var settings = new Properties();
        var prefix = "mail." + url.getScheme() + ".";
        var timeout = String.valueOf(properties.timeout().toMillis());
        var login = url.getRawUserInfo() != null;
        settings.setProperty(prefix + "connectiontimeout", timeout);
        settings.setProperty(prefix + "timeout", timeout);
        settings.setProperty(prefix + "writetimeout", timeout);
        settings.setProperty(prefix + "auth", String.valueOf(login));
        settings.setProperty(prefix + "starttls.enable", "true");
        settings.setProperty(prefix + "starttls.required", String.valueOf(login && !LOOPBACK.contains(url.getHost())));
        settings.setProperty(prefix + "ssl.checkserveridentity", "true");
        settings.setProperty(prefix + "localhost", "deskwire");
        return settings;
    }

    private static String decoded(String text) {
        return StringUtils.uriDecode(text, StandardCharsets.UTF_8);
    }
}
