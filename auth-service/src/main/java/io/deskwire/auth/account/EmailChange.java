package io.deskwire.auth.account;

import io.deskwire.auth.accountmail.AccountMails;
import io.deskwire.auth.accountmail.MailReturn;
import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.mail.MailLimits;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.signup.SignUpGate;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// Begins a change of address: the new one counts once it has confirmed, and the present one too where there is one.
/// Needs the system door.
@Component
class EmailChange {
    private final UserService users;
    private final AccountMails mails;
    private final MailLimits limits;
    private final SignUpGate gate;

    EmailChange(UserService users, AccountMails mails, MailLimits limits, SignUpGate gate) {
        this.users = users;
        this.mails = mails;
        this.limits = limits;
        this.gate = gate;
    }

    /// @param user as [UserService#findForUpdate] gave it
    User apply(User user, String email, MailReturn back) {
        var taken = users.findByEmail(email).filter(other -> !other.id().equals(user.id()));
        if (taken.isPresent()) {
            throw GoTrueException.emailExists(422);
        }
        if (user.anonymous()) {
            gate.admit(email); // giving an address is signing up
        }
        if (gate.autoconfirms()) {
            return users.changeEmail(user, email);
        }
        limits.take(email, MailKind.EMAIL_CHANGE_NEW);
        if (mails.bothConfirm(user)) {
            limits.take(Objects.requireNonNull(user.email()), MailKind.EMAIL_CHANGE_CURRENT);
        }
        var changing = user.edit().newEmail(email).done();
        users.save(changing);
        return mails.sendEmailChange(changing, back);
    }
}
