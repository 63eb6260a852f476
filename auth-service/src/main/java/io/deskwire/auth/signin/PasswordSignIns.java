package io.deskwire.auth.signin;

import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.serviceuser.ServiceUserService.PreviousPassword;
import io.deskwire.auth.session.SessionIssuer;
import io.deskwire.auth.session.SignIn;
import io.deskwire.auth.session.SignIn.Reason;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Opens sessions for a password.
///
/// Works behind the system door, because nobody is known yet. Passwords are hashed outside any transaction; what was
/// checked must still be the account's when the session is opened.
@Service
class PasswordSignIns {
    private final UserService users;
    private final PasswordHasher passwords;
    private final SessionIssuer issuer;
    private final SignInLimits limits;
    private final SystemAccess system;
    private final Clock clock;

    PasswordSignIns(
            UserService users,
            PasswordHasher passwords,
            SessionIssuer issuer,
            SignInLimits limits,
            SystemAccess system,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.issuer = issuer;
        this.limits = limits;
        this.system = system;
        this.clock = clock;
    }

    /// A hash that was imported, or made with a weaker setting, is replaced now that the password is at hand.
    SignIn open(String email, String password, ClientInfo client) {
        var account = UserService.normalized(email);
        if (account.length() > EmailAddress.MAX) {
            return new SignIn.Rejected(Reason.INVALID_CREDENTIALS); // nobody's; not worth a hash
        }
        limits.refuseIfSpent(SignInLimit.ACCOUNT, account);
        var known = system.call("sign-in", () -> known(account));
        var matched = passwords.matching(password, known == null ? List.of() : known.hashes());
        if (known == null || matched == null) {
            limits.wrong(SignInLimit.ACCOUNT, account);
            return new SignIn.Rejected(Reason.INVALID_CREDENTIALS);
        }
        var user = known.user();
        if (user.banned(clock.instant())) {
            return new SignIn.Rejected(Reason.USER_BANNED);
        }
        if (!user.confirmed()) {
            return new SignIn.Rejected(Reason.EMAIL_NOT_CONFIRMED);
        }
        if (!matched.equals(user.passwordHash())) {
            return system.call("sign-in", () -> openWithPrevious(user, matched, client));
        }
        var anew = passwords.outdated(matched) ? passwords.hash(password) : matched;
        return system.call("sign-in", () -> {
            var present = users.findForUpdate(user.id()).orElse(null);
            if (present == null || !matched.equals(present.passwordHash())) {
                return new SignIn.Rejected(Reason.INVALID_CREDENTIALS); // changed while it was checked
            }
            if (!anew.equals(matched)) {
                users.replaceHash(user.id(), matched, anew);
            }
            return new SignIn.Accepted(issuer.open(present, "password", client));
        });
    }

    /// Whom an address belongs to.
    ///
    /// @param previous a service user's password may be the one before, while their overlap lasts
    private record Known(User user, @Nullable String previous) {
        List<String> hashes() {
            return Stream.of(user.passwordHash(), previous)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    private @Nullable Known known(String email) {
        return users.findByEmail(email)
                .map(user -> new Known(
                        user,
                        issuer.previousPassword(user)
                                .map(PreviousPassword::hash)
                                .orElse(null)))
                .orElse(null);
    }

    /// The session ends with the password that opened it.
    private SignIn openWithPrevious(User user, String hash, ClientInfo client) {
        return users.findForUpdate(user.id())
                .flatMap(present -> issuer.previousPassword(present)
                        .filter(previous -> previous.hash().equals(hash))
                        .<SignIn>map(previous ->
                                new SignIn.Accepted(issuer.open(present, "password", null, previous.until(), client))))
                .orElse(new SignIn.Rejected(Reason.INVALID_CREDENTIALS));
    }
}
