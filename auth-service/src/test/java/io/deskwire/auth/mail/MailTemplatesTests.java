package io.deskwire.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.sql.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailTemplatesTests {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]*)}}");

    private static MailTemplates templates(String directory) {
        return new MailTemplates(new MailProperties(
                null, "x@example.com", directory, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    @ParameterizedTest
    @EnumSource
    void showsEveryValueOfItsKind(MailKind kind) {
        var values = kind.shown().stream().collect(Collectors.toMap(Function.identity(), name -> "<" + name + ">"));

        var letter = templates(null).letter(kind, values);

        assertThat(letter.subject()).isNotBlank().doesNotContain("{{");
        assertThat(letter.text()).doesNotContain("{{");
        assertThat(letter.html()).doesNotContain("{{").contains("</html>");
        assertThat(letter.html()).doesNotContain("<link>", "<email>", "<tenant>", "<key>");
        assertThat(kind.shown()).containsAll(asked(kind));
        if (kind.shown().contains("link")) {
            assertThat(letter.text()).contains("<link>");
            assertThat(letter.html()).contains("href=\"&lt;link&gt;\"");
        }
    }

    /// What the kind's templates, and the frame around them, ask for.
    private static Set<String> asked(MailKind kind) {
        return Stream.of(Row.wire(kind) + ".txt", Row.wire(kind) + ".html", "frame.html")
                .map(MailTemplatesTests::resource)
                .flatMap(template -> PLACEHOLDER.matcher(template).results())
                .map(found -> found.group(1))
                .filter(name -> !name.equals("body"))
                .collect(Collectors.toSet());
    }

    private static String resource(String name) {
        try (var stream = Objects.requireNonNull(MailTemplatesTests.class.getResourceAsStream("/mail/" + name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void cutsALongSubject() {
        var letter = templates(null).letter(MailKind.TENANT_INVITE, Map.of("tenant", "🦆".repeat(200)));

        assertThat(letter.subject().codePoints()).hasSize(150).endsWith((int) '…');
        assertThat(letter.subject()).startsWith("You are invited to 🦆");
    }

    @Test
    void letsNoValueBecomeMarkupOrAHeader() {
        var letter = templates(null)
                .letter(
                        MailKind.TENANT_INVITE,
                        Map.of("tenant", "<b>Acme</b>\r\nBcc: all@example.com", "role", "$1 {{link}}"));

        assertThat(letter.subject()).doesNotContain("\r", "\n");
        assertThat(letter.html()).contains("&lt;b&gt;Acme&lt;/b&gt;");
        assertThat(letter.text()).contains("$1 {{link}}");
    }

    @Test
    void prefersTheOperatorsOwn(@TempDir Path own) throws Exception {
        Files.writeString(own.resolve("recovery.txt"), "Subject: Vergessen?\n\n{{link}}\n");

        var letter = templates(own.toString()).letter(MailKind.RECOVERY, Map.of("link", "https://x"));

        assertThat(letter.subject()).isEqualTo("Vergessen?");
        assertThat(letter.text()).isEqualTo("https://x\n");
        assertThat(letter.html()).contains("Set a new password");
    }
}
