package io.deskwire.localstack.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MailSinkIT {

    private final MailSink sink = MailSink.start(0, 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        sink.close();
    }

    @Test
    void showsACaughtMailTheWayMailpitDoes() throws Exception {
        send("Bestätigung", "Klick hier", "<p>Klick <b>hier</b></p>");
        send("Second", "Later", "<p>Later</p>");

        var list = get("/api/v1/messages");
        assertThat(list.at("/total").asInt()).isEqualTo(2);
        assertThat(list.at("/messages/0/Subject").asString()).isEqualTo("Second");
        assertThat(list.at("/messages/1/Subject").asString()).isEqualTo("Bestätigung");
        assertThat(list.at("/messages/1/To/0/Address").asString()).isEqualTo("ann@example.com");
        assertThat(list.at("/messages/1/From/Name").asString()).isEqualTo("Deskwire");
        assertThat(list.at("/messages/1/Snippet").asString()).isEqualTo("Klick hier");

        var mail = get("/api/v1/message/" + list.at("/messages/1/ID").asString());
        assertThat(mail.at("/Text").asString()).isEqualTo("Klick hier");
        assertThat(mail.at("/HTML").asString()).isEqualTo("<p>Klick <b>hier</b></p>");
        assertThat(get("/api/v1/messages?limit=1&start=1")
                        .at("/messages/0/Subject")
                        .asString())
                .isEqualTo("Bestätigung");
        assertThat(get("/api/v1/message/latest").at("/Subject").asString()).isEqualTo("Second");
    }

    @Test
    void forgetsAllMailWhenAsked() throws Exception {
        send("One", "1", "<p>1</p>");
        var delete = HttpRequest.newBuilder(URI.create(sink.apiUrl() + "/api/v1/messages"))
                .DELETE()
                .build();
        assertThat(http.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/messages").at("/total").asInt()).isZero();
    }

    @Test
    void answersNotFoundForAnUnknownMail() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(sink.apiUrl() + "/api/v1/message/none"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    private JsonNode get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(sink.apiUrl() + path)).build();
        return new JsonMapper()
                .readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    private void send(String subject, String text, String html) throws Exception {
        var properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", String.valueOf(sink.smtpPort()));
        var mail = new MimeMessage(Session.getInstance(properties));
        mail.setFrom(new InternetAddress("noreply@example.com", "Deskwire"));
        mail.setRecipients(RecipientType.TO, "ann@example.com");
        mail.setSubject(subject, "UTF-8");
        var plainPart = new MimeBodyPart();
        plainPart.setText(text, "UTF-8");
        var htmlPart = new MimeBodyPart();
        htmlPart.setText(html, "UTF-8", "html");
        mail.setContent(new MimeMultipart("alternative", plainPart, htmlPart));
        Transport.send(mail);
    }
}
