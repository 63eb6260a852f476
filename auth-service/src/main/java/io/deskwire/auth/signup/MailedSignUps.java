package io.deskwire.auth.signup;

import io.deskwire.auth.accountmail.AccountMails;
import io.deskwire.auth.accountmail.MailReturn;
import io.deskwire.auth.accountmail.Purpose;
import io.deskwire.auth.mail.MailKind;
import io.deskwire.auth.mail.MailLimits;
import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/// Sign-up by address and password, where the address has to be confirmed.
///
/// A known address is answered like a new one and costs the same work, one hash, whatever becomes of it. Only its empty
/// `identities` tell, as they do in GoTrue: clients read them.
@Service
class MailedSignUps {
    private final UserService users;
    private final PasswordHasher passwords;
    private final AccountMails mails;
    private final MailLimits limits;
    private final SystemAccess system;
    private final Clock clock;

    MailedSignUps(
            UserService users,
            PasswordHasher passwords,
            AccountMails mails,
            MailLimits limits,
            SystemAccess system,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.mails = mails;
        this.limits = limits;
        this.system = system;
        this.clock = clock;
    }

    /// Sends the confirmation mail. An address that is confirmed already gets a made-up user for an answer.
    UserView begin(String email, String password, Map<String, Object> metadata, MailReturn back) {
        var known = system.call("sign-up", () -> users.findByEmail(email));
        var draft = new Draft(email, metadata, back, credential(known, password));
        return system.call("sign-up", () -> {
            limits.take(email, MailKind.CONFIRMATION);
            return known.isEmpty() ? created(draft) : again(draft, known.get());
        });
    }

    /// @param credential a hash for a new user; for one who waits for confirmation whether the password is the same
    private record Draft(String email, Map<String, Object> metadata, MailReturn back, Credential credential) {}

    private sealed interface Credential {
        record Hash(String value) implements Credential {}

        record Comparison(boolean same) implements Credential {}
    }

    private Credential credential(Optional<User> known, String password) {
        return known.isPresent() && !known.get().confirmed()
                ? new Credential.Comparison(
                        passwords.matches(password, known.get().passwordHash()))
                : new Credential.Hash(passwords.hash(password));
    }

    private UserView created(Draft draft) {
        var hash = draft.credential() instanceof Credential.Hash(var value) ? value : null;
        var user = users.createPerson(draft.email(), hash, draft.metadata(), false);
        return user.isPresent()
                ? UserView.of(mails.send(user.get(), Purpose.SIGN_UP, draft.back()))
                : again(draft, users.findByEmail(draft.email()).orElseThrow());
    }

    /// Of two who signed up with one address nobody knows which is its owner. The mail goes there again; a second,
    /// different password leaves the account without one, so that somebody who waits for the owner's click gets
    /// nothing. What an administrator wrote of somebody is not a stranger's to read.
    private UserView again(Draft draft, User known) {
        var user = users.findForUpdate(known.id()).orElseThrow();
        if (user.confirmed()) {
            return UserView.madeUp(draft.email(), draft.metadata(), clock.instant());
        }
        var same = draft.credential() instanceof Credential.Comparison(var equal) && equal;
        var kept = same ? user : user.withoutForeignPassword();
        var view = UserView.of(mails.send(kept, Purpose.SIGN_UP, draft.back()));
        return user.madeByAdministrator() ? view.withoutDetails() : view;
    }
}
