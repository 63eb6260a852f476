package io.deskwire.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MailPropertiesTests {
    static MailProperties with(String setting, String value) {
        var source = new MapConfigurationPropertySource(Map.of("deskwire.mail." + setting, value));
        return new Binder(source).bindOrCreate("deskwire.mail", Bindable.of(MailProperties.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void keepsMailWhereNoServerIsNamed(String url) {
        var properties = with("smtp-url", url);

        assertThat(properties.configured()).isFalse();
        assertThat(SmtpServer.of(properties).getHost()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail:1025",
                "http://mail:25",
                "smtp://my_mail:25",
                "smtp://ann:wonder@my_mail:25",
                "smtp://ann:wond@er@mail",
                "smtp://",
                "wonder"
            })
    void refusesAnAddressThatIsNoServersAndTellsNoPassword(String url) {
        assertThatThrownBy(() -> with("smtp-url", url))
                .rootCause()
                .hasMessageStartingWith("smtp-url: ")
                .hasMessageContaining("expected: smtp://host:587")
                .hasMessageNotContaining("wonder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "a@example.com, b@example.com"})
    void refusesASenderThatIsNoAddress(String from) {
        assertThatThrownBy(() -> with("from", from)).hasStackTraceContaining("from: '" + from + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout", "give-up-after", "kept"})
    void refusesADurationOfNothing(String setting) {
        assertThatThrownBy(() -> with(setting, "0s")).rootCause().hasMessageStartingWith(setting + ": PT0S");
    }

    @Test
    void tellsNoPassword() {
        assertThat(with("smtp-url", "smtp://ann:wonder@mail.example.com"))
                .asString()
                .doesNotContain("wonder");
    }
}
