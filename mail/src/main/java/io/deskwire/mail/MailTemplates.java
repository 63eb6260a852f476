package io.deskwire.mail;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns values into mail. Templates are Mustache's, read once: `mail/<kind>.txt` with the subject as its first line,
/// and `mail/<kind>.html`, which is set into `mail/frame.html` in place of `{{body}}`. `{{name}}` stands for a value.
///
/// In HTML values are escaped; a subject is one line, and a long one is cut.
public class MailTemplates {
    private static final String SUBJECT = "Subject: ";
    private static final int LONGEST_SUBJECT = 150;
    private static final Mustache.Compiler TEXT =
            Mustache.compiler().escapeHTML(false).defaultValue("");
    /// What markup needs; a link stays one that its reader, and a mail filter, recognizes.
    private static final Mustache.Compiler HTML = TEXT.withEscaper(Escapers.simple(
            new String[][] {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}}));

    private final @Nullable String own;
    private final Map<String, Letterhead> letters;

    /// @param own a directory whose files win over the built-in ones; null for none
    public MailTemplates(LetterKinds kinds, @Nullable String own) {
        this.own = own;
        var frame = read("frame.html");
        this.letters = kinds.all().stream()
                .map(LetterKind::wire)
                .collect(Collectors.toMap(Function.identity(), kind -> letter(kind, frame)));
    }

    private record Letterhead(Template subject, Template text, Template html) {}

    /// What the reader of a mail sees.
    public record Content(String subject, String text, String html) {}

    /// Empty where this was made for no letter of that name.
    ///
    /// @param kind as [LetterKind#wire]
    public Optional<Content> content(String kind, Map<String, String> values) {
        return Optional.ofNullable(letters.get(kind))
                .map(letter -> new Content(
                        oneLine(letter.subject().execute(values)),
                        letter.text().execute(values),
                        letter.html().execute(values)));
    }

    /// A header ends where a line does.
    private static String oneLine(String text) {
        var subject = text.replaceAll("\\p{Cntrl}+", " ");
        return subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
    }

    private Letterhead letter(String kind, String frame) {
        var text = read(kind + ".txt");
        var end = text.indexOf('\n');
        if (!text.startsWith(SUBJECT) || end < 0) {
            throw new IllegalStateException("mail/%s.txt does not begin with 'Subject: '".formatted(kind));
        }
        return new Letterhead(
                compiled(TEXT, text.substring(SUBJECT.length(), end).strip(), kind + ".txt"),
                compiled(TEXT, text.substring(end).strip() + "\n", kind + ".txt"),
                compiled(HTML, frame.replace("{{body}}", read(kind + ".html")), kind + ".html"));
    }

    private static Template compiled(Mustache.Compiler compiler, String template, String file) {
        try {
            return compiler.compile(template);
        } catch (MustacheException failure) {
            throw new IllegalStateException("mail/%s: %s".formatted(file, failure.getMessage()), failure);
        }
    }

    private String read(String name) {
        try {
            if (own != null) {
                var file = Path.of(own, name);
                if (Files.exists(file)) {
                    return Files.readString(file);
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
