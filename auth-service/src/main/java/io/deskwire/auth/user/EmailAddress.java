package io.deskwire.auth.user;

import io.deskwire.auth.platform.GoTrueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Addresses as accounts have them: lower-case, at most 255 characters, of a form that mail can be sent to.
///
/// That form is ASCII: most mail servers take nothing else, and letters that merely look alike never meet in one
/// account. An internationalized domain is written with A-labels (`xn--…`).
public final class EmailAddress {
    /// What their letters and parts have to be like; they are no longer than [#MAX].
    public static final Pattern FORM = Pattern.compile("[!-~&&[^@<>(),;:\"\\\\\\[\\]]]{1,64}"
            + "@[!-~&&[^@<>(),;:\"\\\\\\[\\].]]+(?:\\.[!-~&&[^@<>(),;:\"\\\\\\[\\].]]+)*");
    public static final int MAX = 255;

    private EmailAddress() {}

    /// The address in its stored form; raises GoTrue's `validation_failed`.
    public static String checked(@Nullable String text) {
        if (text != null && text.strip().length() > MAX) {
            throw GoTrueException.invalid("An email address is too long");
        }
        var address = storable(text);
        if (address == null) {
            throw GoTrueException.invalid("Unable to validate email address: invalid format");
        }
        return address;
    }

    /// The address in its stored form; null where it is none.
    public static @Nullable String storable(@Nullable String text) {
        // Looked at before it is made lower-case: that turns some other letters into ASCII ones.
        var address = text == null ? "" : text.strip();
        return address.length() <= MAX && FORM.matcher(address).matches() ? UserService.normalized(address) : null;
    }
}
