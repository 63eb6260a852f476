package io.deskwire.auth.session;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.BearerToken;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.PublishableKey;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.identity.systemkey.SystemToken;
import io.deskwire.common.identity.token.TokenVerifier;
import io.deskwire.common.tenancy.SystemAccess;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who calls a bearer-protected GoTrue endpoint: token, user and session are all checked, with GoTrue's answers.
@Component
public class BearerSession {
    private final TokenVerifier verifier;
    private final UserService users;
    private final SessionRepository sessions;
    private final SystemAccess system;
    private final SessionProperties properties;
    private final Clock clock;

    BearerSession(
            TokenVerifier verifier,
            UserService users,
            SessionRepository sessions,
            SystemAccess system,
            SessionProperties properties,
            Clock clock) {
        this.verifier = verifier;
        this.users = users;
        this.sessions = sessions;
        this.system = system;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param aal `aal1` or `aal2`
    /// @param since when the session was opened
    /// @param methods how it was authenticated, as in its `amr`
    public record Authenticated(User user, SessionId session, String aal, Instant since, Set<String> methods) {
        private static final Set<String> MAILED = Set.of("otp", "magiclink", "recovery");

        /// By a link or a code, and so perhaps because the password is forgotten.
        public boolean byMail() {
            return methods.stream().anyMatch(MAILED::contains);
        }
    }

    public Authenticated authenticate(HttpServletRequest request) {
        var token = BearerToken.of(request);
        // Clients without a session send it; GoTrue sees somebody without a name in it.
        if (PublishableKey.looksLike(token == null ? request.getHeader("apikey") : token)) {
            throw nobody();
        }
        if (token == null) {
            throw new GoTrueException(401, "no_authorization", "This endpoint requires a valid Bearer token");
        }
        try {
            var known = verifier.remembered(token);
            if (known != null && known.session() != null && known.kind() != Caller.Kind.SYSTEM) {
                return authenticated(current(known.subject(), known.session()));
            }
            var claims = verifier.claims(token);
            if (SystemToken.ROLE.equals(claims.getClaim("role"))) {
                throw nobody();
            }
            return authenticated(current(
                    new UserId(uuid(claims.getSubject(), 400, "sub")),
                    new SessionId(uuid(claims.getStringClaim("session_id"), 403, "session_id"))));
        } catch (InvalidTokenException | ParseException failure) {
            throw new GoTrueException(
                    403, "bad_jwt", "invalid JWT: unable to parse or verify signature, " + failure.getMessage());
        }
    }

    private Authenticated authenticated(Current current) {
        var user = current.user();
        var session = current.session();
        if (user == null) {
            throw new GoTrueException(403, "user_not_found", "User from sub claim in JWT does not exist");
        }
        var now = clock.instant();
        // First, because its answer says more.
        if (user.banned(now)) {
            throw new GoTrueException(403, "user_banned", "User is banned");
        }
        if (session == null) {
            throw new GoTrueException(403, "session_not_found", "Session from session_id claim in JWT does not exist");
        }
        if (session.ended(now, properties.inactivity()) != null) {
            throw new GoTrueException(403, "session_expired", "Session has expired");
        }
        user.attribution(session.id()).actsInThisRequest();
        return new Authenticated(user, session.id(), session.aal(), session.createdAt(), session.methods());
    }

    /// Who and what a token's ids stand for; null where it is gone.
    private record Current(@Nullable User user, @Nullable Session session) {}

    private Current current(UserId user, SessionId session) {
        return system.call(
                "current-user",
                () -> new Current(
                        users.find(user).orElse(null),
                        sessions.find(session)
                                .filter(found -> found.userId().equals(user))
                                .orElse(null)));
    }

    private static GoTrueException nobody() {
        return new GoTrueException(403, "bad_jwt", "invalid claim: missing sub claim");
    }

    private static UUID uuid(@Nullable String text, int status, String claim) {
        if (text == null) {
            throw new GoTrueException(403, "bad_jwt", "invalid claim: missing %s claim".formatted(claim));
        }
        return Uuid7.parse(text)
                .orElseThrow(() -> new GoTrueException(
                        status, "bad_jwt", "invalid claim: %s claim must be a UUID".formatted(claim)));
    }
}
