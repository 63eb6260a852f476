package io.deskwire.auth.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.auth.platform.GoTrueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                " Ada@Example.COM ",
                "a.b+tag_1-x'!#$%&*/=?^`{|}~@mail.example.com",
                "x@xn--exmple-cua.com",
                "root@localhost"
            })
    void takesWhatMailCanBeSentTo(String text) {
        assertThat(EmailAddress.checked(text)).isEqualTo(text.strip().toLowerCase(java.util.Locale.ROOT));
    }

    /// The last one has a Kelvin sign, which becomes an ordinary k where it is made lower-case.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "a@",
                "@example.com",
                "a b@example.com",
                "a@b@example.com",
                "a@example..com",
                "a,b@example.com",
                "a\u007F@example.com",
                "\u00FCn\u00EF@walk.example",
                "x@ex\u00E4mple.com",
                "\u212Aelly@example.com"
            })
    void refusesWhatItCannotBeSentTo(String text) {
        assertThat(EmailAddress.storable(text)).isNull();
        assertThatThrownBy(() -> EmailAddress.checked(text))
                .isInstanceOf(GoTrueException.class)
                .hasMessage("Unable to validate email address: invalid format");
    }

    @Test
    void refusesOneOfMoreThan255Characters() {
        var longest = "a@" + "x".repeat(249) + ".com";

        assertThat(EmailAddress.checked(longest)).hasSize(255);
        assertThatThrownBy(() -> EmailAddress.checked("x" + longest)).hasMessage("An email address is too long");
        assertThat(EmailAddress.storable("x" + longest)).isNull();
    }
}
