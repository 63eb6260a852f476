package io.deskwire.common.identity.systemkey;

import java.util.regex.Pattern;

/// What tells the access token of the secret key from a user's (ADR 0020).
///
/// Its `role` is `service_role`, its `sub` and `session_id` are the key's id, and it has none of a user's claims. The
/// purpose and the tenant its bearer chose are claims of it, fixed when the key was swapped: no service believes a
/// header.
public final class SystemToken {
    public static final String ROLE = "service_role";
    public static final String PURPOSE = "purpose";
    /// Where the bearer of the secret key says what it is about to do.
    public static final String PURPOSE_HEADER = "X-Deskwire-Purpose";
    public static final String PURPOSE_FORM = "3 to 64 of a-z, 0-9 and inner hyphens";

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{1,62}[a-z0-9]");

    private SystemToken() {}

    public static boolean isPurpose(String text) {
        return FORM.matcher(text).matches();
    }
}
