package io.deskwire.auth.account;

import io.deskwire.auth.accountmail.AccountMails;
import io.deskwire.auth.accountmail.MailReturn;
import io.deskwire.auth.accountmail.Purpose;
import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.mail.MailLimits;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.signup.SignUpGate;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Service;

/// What anybody may ask to be mailed: sign-in links, codes, recovery, confirmations again.
///
/// The answer is the same for addresses of nobody, and so is the limit, but for codes where nobody may be signed up
/// and the operator lets GoTrue's refusal stand ([io.deskwire.auth.signup.SignUpProperties#otpTellsWhoExists]);
/// that somebody known costs a few statements more could be seen only by asking often, which the limit forbids.
/// Service users are nobody here.
@Service
class MailedSignIns {
    private final UserService users;
    private final AccountMails mails;
    private final MailLimits limits;
    private final SignUpGate gate;
    private final AuditLog audit;
    private final SystemAccess system;

    MailedSignIns(
            UserService users,
            AccountMails mails,
            MailLimits limits,
            SignUpGate gate,
            AuditLog audit,
            SystemAccess system) {
        this.users = users;
        this.mails = mails;
        this.limits = limits;
        this.gate = gate;
        this.audit = audit;
        this.system = system;
    }

    void recover(String email, MailReturn back) {
        system.run("recover", () -> {
            limits.take(email, MailKind.RECOVERY);
            person(email).ifPresent(user -> {
                mails.send(user, Purpose.RECOVERY, back);
                audit.record(null, "user_recovery_requested", user.id().value(), Map.of());
            });
        });
    }

    /// A link and a code to sign in with; for an address of nobody a confirmation, which makes it somebody's,
    /// unless addresses count as confirmed by themselves. Where it may not become anybody's there is a refusal or
    /// nothing, as the operator decided.
    ///
    /// An unconfirmed account loses its password: somebody else than the reader of the mail may have set it.
    void signInLink(String email, boolean createUser, Map<String, Object> metadata, MailReturn back) {
        var known = system.call("magic-link", () -> users.findByEmail(email));
        var maySignUp = known.isEmpty() && gate.admitsByCode(email, createUser);
        system.run("magic-link", () -> {
            limits.take(email, MailKind.MAGIC_LINK);
            var user = !maySignUp || users.findByEmail(email).isPresent()
                    ? person(email)
                    : users.createPerson(email, null, metadata, gate.autoconfirms());
            user.ifPresent(present -> mailSignIn(present, back));
        });
    }

    private void mailSignIn(User user, MailReturn back) {
        var purpose = user.confirmed() || gate.autoconfirms() ? Purpose.MAGIC_LINK : Purpose.SIGN_UP;
        mails.send(user.withoutForeignPassword(), purpose, back);
        audit.record(null, "user_recovery_requested", user.id().value(), Map.of("method", "magiclink"));
    }

    void confirmationAgain(String email, MailReturn back) {
        system.run("resend", () -> {
            limits.take(email, MailKind.CONFIRMATION);
            person(email).filter(user -> !user.confirmed()).ifPresent(user -> {
                mails.send(user, Purpose.SIGN_UP, back);
                audit.record(null, "user_confirmation_requested", user.id().value(), Map.of());
            });
        });
    }

    /// @param email the address that is being changed
    void emailChangeAgain(String email, MailReturn back) {
        system.run("resend", () -> {
            limits.take(email, MailKind.EMAIL_CHANGE_CURRENT);
            person(email).filter(user -> user.newEmail() != null).ifPresent(user -> {
                limits.take(Objects.requireNonNull(user.newEmail()), MailKind.EMAIL_CHANGE_NEW);
                mails.sendEmailChange(user, back);
            });
        });
    }

    /// A code by which somebody signed in shows that it still reads its mail.
    void reauthentication(User user, MailReturn back) {
        var email = user.email();
        if (email == null) {
            throw GoTrueException.invalid("Reauthentication requires the user to have an email or a phone number");
        }
        if (!user.confirmed()) {
            throw new GoTrueException(422, "email_not_confirmed", "Please verify your email first.");
        }
        system.run("reauthenticate", () -> {
            limits.take(email, MailKind.REAUTHENTICATION);
            mails.send(users.findForUpdate(user.id()).orElseThrow(), Purpose.REAUTHENTICATION, back);
            audit.record(null, "user_reauthenticate_requested", user.id().value(), Map.of());
        });
    }

    private Optional<User> person(String email) {
        return users.findByEmailForUpdate(email).filter(user -> !user.isServiceUser());
    }
}
