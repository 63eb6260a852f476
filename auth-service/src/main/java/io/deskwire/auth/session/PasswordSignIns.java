package io.deskwire.auth.session;

import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.serviceuser.ServiceUserService.PreviousPassword;
import io.deskwire.auth.session.SignIn.Reason;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Opens sessions for a password.
///
/// Works behind the system door, because nobody is known yet. Passwords are hashed outside any transaction.
@Service
class PasswordSignIns {
    private final UserService users;
    private final PasswordHasher passwords;
    private final SessionIssuer issuer;
    private final SignInLimits limits;
    private final SystemAccess system;
    private final SessionSettings settings;

    PasswordSignIns(
            UserService users,
            PasswordHasher passwords,
            SessionIssuer issuer,
            SignInLimits limits,
            SystemAccess system,
            SessionSettings settings) {
        this.users = users;
        this.passwords = passwords;
        this.issuer = issuer;
        this.limits = limits;
        this.system = system;
        this.settings = settings;
    }

    /// A hash that was imported, or made with a weaker setting, is replaced now that the password is at hand.
    SignIn open(String email, String password, ClientInfo client) {
        var account = UserService.normalized(email);
        limits.refuseIfSpent(SignInLimit.ACCOUNT, account);
        var user = system.call("sign-in", () -> users.findByEmail(email)).orElse(null);
        var hash = user == null ? null : user.passwordHash();
        var holds = passwords.matches(password, hash);
        var previous = holds || user == null ? null : previous(user, password);
        if (user == null || hash == null || !holds && previous == null) {
            limits.wrong(SignInLimit.ACCOUNT, account);
            return new SignIn.Rejected(Reason.INVALID_CREDENTIALS);
        }
        if (user.banned(settings.clock().instant())) {
            return new SignIn.Rejected(Reason.USER_BANNED);
        }
        if (!user.confirmed()) {
            return new SignIn.Rejected(Reason.EMAIL_NOT_CONFIRMED);
        }
        if (previous != null) {
            return system.call(
                    "sign-in",
                    () -> new SignIn.Accepted(issuer.open(user, "password", null, previous.until(), client)));
        }
        var anew = passwords.outdated(hash) ? passwords.hash(password) : hash;
        return system.call("sign-in", () -> {
            if (!anew.equals(hash)) {
                users.replaceHash(user.id(), hash, anew);
            }
            return new SignIn.Accepted(issuer.open(user, "password", client));
        });
    }

    /// A machine's password may be the one before, while their overlap lasts; the session ends with it.
    private @Nullable PreviousPassword previous(User user, String password) {
        return system.call("sign-in", () -> issuer.previousPassword(user))
                .filter(previous -> passwords.matches(password, previous.hash()))
                .orElse(null);
    }
}
