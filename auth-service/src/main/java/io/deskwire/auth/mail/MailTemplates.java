package io.deskwire.auth.mail;

import io.deskwire.common.sql.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/// Turns values into letters. Templates are read once, `mail/<kind>.txt` with the subject as its first line and
/// `mail/<kind>.html`, which is set into `mail/frame.html`; `{{name}}` stands for a value.
///
/// In HTML values are escaped; in the subject they cannot begin a new header, and a long one is cut.
@Component
class MailTemplates {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z_]+)}}");
    private static final String SUBJECT = "Subject: ";
    private static final int LONGEST_SUBJECT = 150;

    private final Map<MailKind, Template> templates = new EnumMap<>(MailKind.class);

    MailTemplates(MailProperties properties) {
        var frame = read("frame.html", properties);
        for (var kind : MailKind.values()) {
            var text = read(Row.wire(kind) + ".txt", properties);
            var html = frame.replace("{{body}}", read(Row.wire(kind) + ".html", properties));
            templates.put(kind, template(kind, text, html));
        }
    }

    private record Template(String subject, String text, String html) {}

    /// A mail's contents.
    record Letter(String subject, String text, String html) {}

    Letter letter(MailKind kind, Map<String, String> values) {
        var template = Objects.requireNonNull(templates.get(kind));
        return new Letter(
                cut(fill(template.subject(), values, value -> value.replaceAll("\\p{Cntrl}+", " "))),
                fill(template.text(), values, value -> value),
                fill(template.html(), values, HtmlUtils::htmlEscape));
    }

    private static String cut(String subject) {
        return subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
    }

    private static Template template(MailKind kind, String text, String html) {
        var end = text.indexOf('\n');
        if (!text.startsWith(SUBJECT) || end < 0) {
            throw new IllegalStateException("mail/%s.txt does not begin with 'Subject: '".formatted(Row.wire(kind)));
        }
        return new Template(
                text.substring(SUBJECT.length(), end).strip(),
                text.substring(end).strip() + "\n",
                html);
    }

    private static String fill(String template, Map<String, String> values, UnaryOperator<String> escape) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(escape.apply(values.getOrDefault(match.group(1), ""))));
    }

    private static String read(String name, MailProperties properties) {
        try {
            if (properties.templates() != null && !properties.templates().isBlank()) {
                var own = Path.of(properties.templates(), name);
                if (Files.exists(own)) {
                    return Files.readString(own);
                }
            }
            try (var stream = Objects.requireNonNull(
                    MailTemplates.class.getResourceAsStream("/mail/" + name), () -> "mail/" + name + " is missing")) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
