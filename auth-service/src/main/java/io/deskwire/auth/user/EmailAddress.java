package io.deskwire.auth.user;

import io.deskwire.auth.platform.GoTrueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Addresses as accounts have them: lower-case, at most 255 characters, of a form that mail can be sent to.
public final class EmailAddress {
    /// What their letters and parts have to be like; they are no longer than [#MAX].
    public static final Pattern FORM = Pattern.compile(
            "[^@\\s\\p{Cntrl}<>(),;:\"\\\\\\[\\]]{1,64}@[^@\\s\\p{Cntrl}<>(),;:\"\\\\\\[\\].]+(?:\\.[^@\\s\\p{Cntrl}<>(),;:\"\\\\\\[\\].]+)*");
    public static final int MAX = 255;

    private EmailAddress() {}

    /// The address in its stored form; raises GoTrue's `validation_failed`.
    public static String checked(@Nullable String text) {
        var address = text == null ? "" : UserService.normalized(text);
        if (address.length() > MAX || !FORM.matcher(address).matches()) {
            throw GoTrueException.invalid("Unable to validate email address: invalid format");
        }
        return address;
    }
}
