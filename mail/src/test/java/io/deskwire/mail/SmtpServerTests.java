package io.deskwire.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class SmtpServerTests {
    private static JavaMailSenderImpl server(String url) {
        return SmtpServer.of(MailPropertiesTests.with("smtp-url", url));
    }

    @Test
    void readsTheLoginAsItIsEscaped() {
        var server = server("smtp://ann%40example.com:a%3Ab%2F+c:d@mail.example.com:587");

        assertThat(server.getHost()).isEqualTo("mail.example.com");
        assertThat(server.getPort()).isEqualTo(587);
        assertThat(server.getUsername()).isEqualTo("ann@example.com");
        assertThat(server.getPassword()).isEqualTo("a:b/+c:d");
        assertThat(server.getJavaMailProperties()).containsEntry("mail.smtp.auth", "true");
    }

    /// As it has always been read where it is no URL.
    @ParameterizedTest
    @ValueSource(strings = {"50%off", "a^b|c", "100%"})
    void readsAPasswordThatIsNotEscapedAsItStands(String password) {
        assertThat(server("smtp://ann:" + password + "@mail.example.com:587").getPassword())
                .isEqualTo(password);
    }

    @Test
    void needsNoLogin() {
        var server = server("smtp://mail:1025");

        assertThat(server.getUsername()).isNull();
        assertThat(server.getJavaMailProperties())
                .containsEntry("mail.smtp.auth", "false")
                .containsEntry("mail.smtp.timeout", "10000")
                .containsEntry("mail.smtp.connectiontimeout", "10000")
                .containsEntry("mail.smtp.writetimeout", "10000");
    }

    @Test
    void speaksTlsFromTheBeginningAtSmtps() {
        var server = server("smtps://ann:x@mail.example.com");

        assertThat(server.getProtocol()).isEqualTo("smtps");
        assertThat(server.getPort()).isEqualTo(JavaMailSenderImpl.DEFAULT_PORT);
        assertThat(server.getJavaMailProperties())
                .containsEntry("mail.smtps.auth", "true")
                .containsEntry("mail.smtps.ssl.checkserveridentity", "true");
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://ann:x@mail.example.com, true",
        "smtp://mail.example.com, false",
        "smtp://ann:x@localhost, false",
        "smtp://ann:x@127.0.0.1, false",
        "smtp://ann:x@[::1], false"
    })
    void insistsOnStartTlsWhereAPasswordCrossesANetwork(String url, String insists) {
        assertThat(server(url).getJavaMailProperties())
                .containsEntry("mail.smtp.starttls.enable", "true")
                .containsEntry("mail.smtp.starttls.required", insists);
    }
}
