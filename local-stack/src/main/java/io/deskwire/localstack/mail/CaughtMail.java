package io.deskwire.localstack.mail;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A mail that the sink caught, decoded, and its two forms in Mailpit's JSON.
record CaughtMail(
        String id,
        Instant created,
        String returnPath,
        int size,
        MimeMessage message,
        String text,
        String html,
        int attachments) {

    private static final int SNIPPET = 200;

    static CaughtMail parse(String id, Instant created, String returnPath, byte[] raw)
            throws MessagingException, IOException {
        var message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
        var body = new Body();
        body.collect(message);
        return new CaughtMail(
                id,
                created,
                returnPath,
                raw.length,
                message,
                body.text.toString(),
                body.html.toString(),
                body.attachments);
    }

    /// An element of `GET /api/v1/messages`.
    Map<String, Object> summary() throws MessagingException {
        var json = head();
        json.put("Read", false);
        json.put("Created", created.toString());
        json.put("Attachments", attachments);
        var words = (text.isEmpty() ? html.replaceAll("<[^>]*>", " ") : text)
                .strip()
                .replaceAll("\\s+", " ");
        json.put("Snippet", words.substring(0, Math.min(words.length(), SNIPPET)));
        return json;
    }

    /// The answer of `GET /api/v1/message/{ID}`.
    Map<String, Object> detail() throws MessagingException {
        var json = head();
        json.put("ReturnPath", returnPath);
        json.put("Date", created.toString());
        json.put("Text", text);
        json.put("HTML", html);
        json.put("Inline", List.of());
        json.put("Attachments", List.of());
        return json;
    }

    private Map<String, Object> head() throws MessagingException {
        var json = new LinkedHashMap<String, Object>();
        json.put("ID", id);
        var messageId = message.getMessageID();
        json.put("MessageID", messageId == null ? "" : messageId.replaceAll("[<>]", ""));
        var from = people(message.getFrom());
        json.put("From", from.isEmpty() ? Map.of("Name", "", "Address", returnPath) : from.getFirst());
        json.put("To", people(message.getRecipients(RecipientType.TO)));
        json.put("Cc", people(message.getRecipients(RecipientType.CC)));
        json.put("Bcc", people(message.getRecipients(RecipientType.BCC)));
        json.put("ReplyTo", people(message.getReplyTo()));
        var subject = message.getSubject();
        json.put("Subject", subject == null ? "" : subject);
        json.put("Tags", List.of());
        json.put("Size", size);
        return json;
    }

    private static List<Map<String, String>> people(Address @Nullable [] addresses) {
        return addresses == null
                ? List.of()
                : Arrays.stream(addresses).map(CaughtMail::person).toList();
    }

    private static Map<String, String> person(Address address) {
        var internet = (InternetAddress) address;
        var name = internet.getPersonal();
        return Map.of("Name", name == null ? "" : name, "Address", internet.getAddress());
    }

    /// Walks a mail's parts.
    private static final class Body {

        final StringBuilder text = new StringBuilder();
        final StringBuilder html = new StringBuilder();
        int attachments;

        void collect(Part part) throws MessagingException, IOException {
            if (part.getContent() instanceof Multipart parts) {
                for (BodyPart inner : partsOf(parts)) {
                    collect(inner);
                }
            } else if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
                attachments++;
            } else if (part.isMimeType("text/html")) {
                html.append(part.getContent());
            } else if (part.isMimeType("text/plain")) {
                text.append(part.getContent());
            } else {
                attachments++;
            }
        }

        private static List<BodyPart> partsOf(Multipart parts) throws MessagingException {
            var list = new ArrayList<BodyPart>();
            for (int i = 0; i < parts.getCount(); i++) {
                list.add(parts.getBodyPart(i));
            }
            return list;
        }
    }
}
