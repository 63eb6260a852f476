package io.deskwire.auth.mail;

import io.deskwire.mail.LetterKind;
import java.util.List;

/// What this service writes to people for.
public enum MailKind implements LetterKind {
    CONFIRMATION("site", "link", "token", "email"),
    INVITE("site", "link", "token", "email"),
    MAGIC_LINK("site", "link", "token", "email"),
    RECOVERY("site", "link", "token", "email"),
    EMAIL_CHANGE_CURRENT("site", "link", "token", "email", "new_email"),
    EMAIL_CHANGE_NEW("site", "link", "token", "email", "new_email"),
    REAUTHENTICATION("site", "token", "email"),
    TENANT_INVITE("link", "token", "tenant", "role"),
    PASSWORD_CHANGED("site", "email"),
    KEY_EXPIRING("tenant", "key", "prefix", "service_user", "expires_at", "days"),
    KEY_LEAKED("tenant", "key", "prefix", "service_user");

    private final List<String> values;

    MailKind(String... values) {
        this.values = List.of(values);
    }

    /// The values that its templates may show.
    List<String> shown() {
        return values;
    }
}
