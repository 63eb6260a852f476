package io.deskwire.auth.accountmail;

import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.onetime.OneTimeToken.Kind;
import io.deskwire.auth.user.User.Milestone;

/// What a mailed secret is for.
public enum Purpose {
    SIGN_UP(MailKind.CONFIRMATION, Kind.CONFIRMATION, "signup", "email/signup", Milestone.CONFIRMATION_SENT),
    INVITE(MailKind.INVITE, Kind.CONFIRMATION, "invite", "invite", Milestone.CONFIRMATION_SENT),
    MAGIC_LINK(MailKind.MAGIC_LINK, Kind.RECOVERY, "magiclink", "magiclink", Milestone.RECOVERY_SENT),
    RECOVERY(MailKind.RECOVERY, Kind.RECOVERY, "recovery", "recovery", Milestone.RECOVERY_SENT),
    EMAIL_CHANGE_CURRENT(
            MailKind.EMAIL_CHANGE_CURRENT,
            Kind.EMAIL_CHANGE_CURRENT,
            "email_change",
            "email_change",
            Milestone.EMAIL_CHANGE_SENT),
    EMAIL_CHANGE_NEW(
            MailKind.EMAIL_CHANGE_NEW,
            Kind.EMAIL_CHANGE_NEW,
            "email_change",
            "email_change",
            Milestone.EMAIL_CHANGE_SENT),
    REAUTHENTICATION(
            MailKind.REAUTHENTICATION,
            Kind.REAUTHENTICATION,
            "reauthentication",
            "otp",
            Milestone.REAUTHENTICATION_SENT);

    private final MailKind mail;
    private final Kind token;
    private final String type;
    private final String method;
    private final Milestone sent;

    Purpose(MailKind mail, Kind token, String type, String method, Milestone sent) {
        this.mail = mail;
        this.token = token;
        this.type = type;
        this.method = method;
        this.sent = sent;
    }

    MailKind mail() {
        return mail;
    }

    Kind token() {
        return token;
    }

    /// GoTrue's `type` at `/verify`.
    public String type() {
        return type;
    }

    /// The `amr` method of a session that begins with it by PKCE.
    String method() {
        return method;
    }

    Milestone sent() {
        return sent;
    }
}
