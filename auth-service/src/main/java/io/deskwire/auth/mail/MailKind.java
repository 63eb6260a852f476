package io.deskwire.auth.mail;

import java.util.List;

/// What a mail is for; each has a template, a text and an HTML form. A value that a template shows and nobody gave is
/// empty.
public enum MailKind {
    CONFIRMATION("link", "token", "email"),
    INVITE("link", "token", "email"),
    MAGIC_LINK("link", "token", "email"),
    RECOVERY("link", "token", "email"),
    EMAIL_CHANGE_CURRENT("link", "token", "email", "new_email"),
    EMAIL_CHANGE_NEW("link", "token", "email", "new_email"),
    REAUTHENTICATION("token", "email"),
    TENANT_INVITE("link", "tenant", "role", "inviter"),
    PASSWORD_CHANGED("email"),
    KEY_EXPIRING("tenant", "key", "prefix", "service_user", "expires_at", "days"),
    KEY_LEAKED("tenant", "key", "prefix", "service_user");

    private final List<String> values;

    MailKind(String... values) {
        this.values = List.of(values);
    }

    /// What its template may show, besides `site`.
    public List<String> shown() {
        return values;
    }
}
