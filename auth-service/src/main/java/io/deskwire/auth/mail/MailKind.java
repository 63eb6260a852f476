package io.deskwire.auth.mail;

import java.util.List;

/// What a mail is for; each has a template, a text and an HTML form. A value that a template shows and nobody gave is
/// empty.
public enum MailKind {
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

    /// What its template may show.
    public List<String> shown() {
        return values;
    }
}
