package io.deskwire.auth.session;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.ratelimit.SignInLimit;
import io.deskwire.auth.ratelimit.SignInLimits;
import io.deskwire.auth.session.SignIn.Reason;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.event.EventType;
import io.deskwire.common.identity.Revocation;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// The door to sessions: sign-up, sign-in, refresh, sign-out.
///
/// Works behind the system door, because nobody is known yet. Passwords are hashed outside any transaction.
@Service
public class SessionService {
    private final UserService users;
    private final PasswordHasher passwords;
    private final SessionIssuer issuer;
    private final SessionRepository sessions;
    private final Outbox outbox;
    private final AuditLog audit;
    private final SignInLimits limits;
    private final SystemAccess system;
    private final SessionSettings settings;

    SessionService(
            UserService users,
            PasswordHasher passwords,
            SessionIssuer issuer,
            SessionRepository sessions,
            Outbox outbox,
            AuditLog audit,
            SignInLimits limits,
            SystemAccess system,
            SessionSettings settings) {
        this.users = users;
        this.passwords = passwords;
        this.issuer = issuer;
        this.sessions = sessions;
        this.outbox = outbox;
        this.audit = audit;
        this.limits = limits;
        this.system = system;
        this.settings = settings;
    }

    SignIn signUp(String email, String password, Map<String, Object> metadata, ClientInfo client) {
        var hash = passwords.hash(password);
        return system.call("sign-up", () -> {
            var created = users.createPerson(UserService.normalized(email), hash, metadata, true);
            return created.isEmpty()
                    ? new SignIn.Rejected(Reason.USER_ALREADY_EXISTS)
                    : new SignIn.Accepted(issuer.open(created.get(), "password", client));
        });
    }

    SignIn signIn(String email, String password, ClientInfo client) {
        var account = UserService.normalized(email);
        limits.refuseIfSpent(SignInLimit.ACCOUNT, account);
        var user = system.call("sign-in", () -> users.findByEmail(email)).orElse(null);
        if (!matches(password, user)) {
            limits.wrong(SignInLimit.ACCOUNT, account);
            return new SignIn.Rejected(Reason.INVALID_CREDENTIALS);
        }
        var known = Objects.requireNonNull(user);
        if (known.banned(settings.clock().instant())) {
            return new SignIn.Rejected(Reason.USER_BANNED);
        }
        if (!known.confirmed()) {
            return new SignIn.Rejected(Reason.EMAIL_NOT_CONFIRMED);
        }
        return system.call("sign-in", () -> new SignIn.Accepted(issuer.open(known, "password", client)));
    }

    /// A machine's password may be the one before, while their overlap lasts.
    private boolean matches(String password, @Nullable User user) {
        if (passwords.matches(password, user == null ? null : user.passwordHash())) {
            return true;
        }
        return user != null
                && system.call("sign-in", () -> issuer.previousPassword(user))
                        .filter(previous -> passwords.matches(password, previous))
                        .isPresent();
    }

    /// Rotates the refresh token (RFC 9700, 4.14.2). One that was used long ago ends the session, and that stays
    /// although the answer is an error.
    SignIn refresh(String refreshToken) {
        var presented = RefreshToken.parse(refreshToken).orElse(null);
        if (presented == null) {
            return new SignIn.Rejected(Reason.TOKEN_MALFORMED);
        }
        return system.call("refresh", () -> refresh(presented));
    }

    private SignIn refresh(RefreshToken presented) {
        var session = sessions.findForUpdate(presented.session()).orElse(null);
        if (session == null) {
            return new SignIn.Rejected(Reason.SESSION_NOT_FOUND);
        }
        if (!presented.issuedFor(session)) {
            return new SignIn.Rejected(Reason.TOKEN_NOT_FOUND);
        }
        var user = users.find(session.userId()).orElseThrow();
        var now = settings.clock().instant();
        if (user.banned(now)) {
            return new SignIn.Rejected(Reason.USER_BANNED);
        }
        return switch (session.present(
                presented.counter(), now, settings.properties().refreshReuse())) {
            case Session.Refresh.Advance _ -> new SignIn.Accepted(issuer.advance(session, user));
            case Session.Refresh.Repeat _ -> new SignIn.Accepted(issuer.repeat(session, user));
            case Session.Refresh.Theft _ -> {
                end(List.of(session.id()));
                audit.record(
                        session.tenant(),
                        "token_revoked",
                        user.id().value(),
                        Map.of("session_id", session.id(), "reason", "refresh_token_already_used"));
                yield new SignIn.Rejected(Reason.TOKEN_ALREADY_USED);
            }
        };
    }

    /// Which sessions a sign-out ends, as GoTrue's `scope` says.
    enum Scope {
        GLOBAL,
        LOCAL,
        OTHERS
    }

    void signOut(UserId user, UUID session, Scope scope) {
        system.run("sign-out", () -> {
            var tenant = sessions.find(session).map(Session::tenant).orElse(null);
            audit.record(tenant, "logout", user.value(), Map.of("scope", Row.wire(scope)));
            switch (scope) {
                case GLOBAL -> endAllOf(user);
                case OTHERS -> endOthers(user, session);
                case LOCAL -> end(List.of(session));
            }
        });
    }

    /// Ends every session of somebody; needs the system door.
    public void endAllOf(UserId user) {
        end(sessions.ofUser(user));
    }

    /// Ends every session of somebody but one; needs the system door.
    public void endOthers(UserId user, UUID kept) {
        end(sessions.ofUser(user).stream().filter(other -> !other.equals(kept)).toList());
    }

    /// The tenant whose claims the next refresh carries. Needs a membership, which the caller has checked.
    public void moveTo(UUID session, TenantId tenant) {
        system.run("switch-tenant", () -> sessions.moveTo(session, tenant));
    }

    /// The person behind a token whose session still lives.
    @Nullable
    User current(UserId user, UUID session) {
        return system.call(
                "current-user",
                () -> sessions.find(session).isEmpty() ? null : users.find(user).orElse(null));
    }

    /// Every node refuses the sessions' tokens within moments, by event.
    private void end(List<UUID> ended) {
        var now = settings.clock().instant();
        for (var session : ended) {
            sessions.delete(session);
            outbox.appendPlatform(
                    EventType.ACCESS_REVOKED, session, new Revocation(Revocation.Kind.SESSION, session, now));
        }
    }
}
