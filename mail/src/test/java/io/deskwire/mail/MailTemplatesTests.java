package io.deskwire.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.mail.MailTemplates.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailTemplatesTests {
    private static MailTemplates templates(@Nullable Path own) {
        return new MailTemplates(LetterKinds.of(Note.values()), own == null ? null : own.toString());
    }

    private static Content welcome(MailTemplates templates, Map<String, String> values) {
        return templates.content("welcome", values).orElseThrow();
    }

    @Test
    void setsTheBodyIntoTheFrame() {
        var content = welcome(templates(null), Map.of("site", "Acme", "name", "Ada", "link", "https://x/?a=b&c=d"));

        assertThat(content.subject()).isEqualTo("Welcome to Acme, Ada");
        assertThat(content.text()).startsWith("Dear Ada").contains("https://x/?a=b&c=d");
        assertThat(content.html()).contains("<!doctype html>", "href=\"https://x/?a=b&amp;c=d\"", "</html>");
    }

    @Test
    void leavesEmptyWhatNobodyGave() {
        var content = welcome(templates(null), Map.of());

        assertThat(content.subject()).isEqualTo("Welcome to , ");
        assertThat(content.text()).startsWith("Dear ,").doesNotContain("{{");
        assertThat(content.html()).contains("Dear ,").doesNotContain("{{");
    }

    @Test
    void knowsNoLetterButItsOwn() {
        assertThat(templates(null).content("farewell", Map.of())).isEmpty();
    }

    @Test
    void cutsALongSubject() {
        var content = welcome(templates(null), Map.of("site", "🦆".repeat(200)));

        assertThat(content.subject().codePoints()).hasSize(150).endsWith((int) '…');
        assertThat(content.subject()).startsWith("Welcome to 🦆");
    }

    @Test
    void letsNoValueBecomeMarkupOrAHeader() {
        var content = welcome(
                templates(null), Map.of("site", "<b>Acme</b>\r\nBcc: all@example.com", "name", "$1 {{link}} <i>'\"&"));

        assertThat(content.subject()).doesNotContain("\r", "\n").contains("<b>Acme</b> Bcc: ");
        assertThat(content.html()).contains("$1 {{link}} &lt;i&gt;&#39;&quot;&amp;");
        assertThat(content.text()).contains("$1 {{link}} <i>'\"&");
    }

    @Test
    void prefersTheOperatorsOwn(@TempDir Path own) throws Exception {
        Files.writeString(own.resolve("welcome.txt"), "Subject: Hallo?\n\n{{link}}{{#name}}, {{name}}{{/name}}\n");
        Files.writeString(own.resolve("frame.html"), "<html>{{site}}: {{body}}</html>");

        var content = welcome(templates(own), Map.of("link", "https://x", "name", "Ada", "site", "A&O"));

        assertThat(content.subject()).isEqualTo("Hallo?");
        assertThat(content.text()).isEqualTo("https://x, Ada\n");
        assertThat(content.html()).startsWith("<html>A&amp;O: <p>Dear Ada").endsWith("</html>");
    }

    @Test
    void tellsAtTheStartWhichTemplateIsBroken(@TempDir Path own) throws Exception {
        Files.writeString(own.resolve("reminder.txt"), "Subject: Hi\n\n{{#name}}\n");
        assertThatThrownBy(() -> templates(own)).hasMessageContaining("mail/reminder.txt");

        Files.writeString(own.resolve("reminder.txt"), "Hi\n");
        assertThatThrownBy(() -> templates(own)).hasMessage("mail/reminder.txt does not begin with 'Subject: '");
    }
}
