package io.deskwire.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.mail.LetterKinds;
import io.deskwire.mail.MailTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailKindTests {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]*)}}");
    private static final MailTemplates TEMPLATES = new MailTemplates(LetterKinds.of(MailKind.values()), null);

    @ParameterizedTest
    @EnumSource
    void hasTemplatesThatShowItsValues(MailKind kind) {
        var values = kind.shown().stream().collect(Collectors.toMap(Function.identity(), name -> "<" + name + ">"));

        var content = TEMPLATES.content(kind.wire(), values).orElseThrow();

        assertThat(content.subject()).isNotBlank().doesNotContain("{{");
        assertThat(content.text()).doesNotContain("{{");
        assertThat(content.html()).doesNotContain("{{").contains("</html>");
        assertThat(content.html()).doesNotContain("<link>", "<email>", "<tenant>", "<key>");
        assertThat(kind.shown()).containsAll(asked(kind));
        if (kind.shown().contains("link")) {
            assertThat(content.text()).contains("<link>");
            assertThat(content.html()).contains("href=\"&lt;link&gt;\"");
        }
    }

    /// What the kind's templates ask for.
    private static Set<String> asked(MailKind kind) {
        return Stream.of(kind.wire() + ".txt", kind.wire() + ".html")
                .map(MailKindTests::resource)
                .flatMap(template -> PLACEHOLDER.matcher(template).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static String resource(String name) {
        try (var stream = Objects.requireNonNull(MailKindTests.class.getResourceAsStream("/mail/" + name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
