package io.deskwire.auth.mail;

/// What a mail is for; each has a template.
public enum MailKind {
    CONFIRMATION,
    INVITE,
    MAGIC_LINK,
    RECOVERY,
    EMAIL_CHANGE_CURRENT,
    EMAIL_CHANGE_NEW,
    REAUTHENTICATION,
    TENANT_INVITE,
    PASSWORD_CHANGED,
    KEY_EXPIRING,
    KEY_LEAKED
}
