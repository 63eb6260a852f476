package io.deskwire.auth.session;

import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.refreshtoken.RefreshToken;
import io.deskwire.auth.refreshtoken.Rotation;
import io.deskwire.auth.serviceuser.ServiceUserService.PreviousPassword;
import io.deskwire.auth.token.AccessTokens;
import io.deskwire.auth.token.AccessTokens.Grant;
import io.deskwire.auth.token.TenantAccess;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Opens sessions and issues their token pairs. Needs the system door, whose transaction it joins.
@Component
public class SessionIssuer {
    private static final int HMAC_KEY_BYTES = 32;
    private static final String REFRESH = "token_refresh";

    private final SecureRandom random = new SecureRandom();
    private final SessionRepository sessions;
    private final UserService users;
    private final TenantAccesses accesses;
    private final AccessTokens tokens;
    private final SessionProperties properties;
    private final Clock clock;

    SessionIssuer(
            SessionRepository sessions,
            UserService users,
            TenantAccesses accesses,
            AccessTokens tokens,
            SessionProperties properties,
            Clock clock) {
        this.sessions = sessions;
        this.users = users;
        this.accesses = accesses;
        this.tokens = tokens;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param user as [UserService#findForUpdate] gave it, or just made: a ban, an end or a new password that comes
    /// later finds the session
    /// @param method the token's `amr` method, such as `password`, `otp` or `oauth`
    public SessionView open(User user, String method, ClientInfo client) {
        return open(user, method, null, client);
    }

    /// @param provider who vouched for the person, for the method `oauth`
    public SessionView open(User user, String method, @Nullable String provider, ClientInfo client) {
        var end = user.isServiceUser() ? null : properties.end(clock.instant());
        return open(user, method, provider, end, client);
    }

    /// @param end when the session is over, whatever is done in it; null for never
    public SessionView open(
            User user, String method, @Nullable String provider, @Nullable Instant end, ClientInfo client) {
        var now = clock.instant();
        requireOpen(user, now);
        var access = accesses.begin(user, client, now);
        var key = new byte[HMAC_KEY_BYTES];
        random.nextBytes(key);
        var session = new Session(
                new SessionId(Uuid7.next()),
                user.id(),
                tenant(access),
                "aal1",
                List.of(shown(method, provider, now)),
                key,
                Rotation.begun(now),
                now,
                end);
        sessions.insert(session);
        var signedIn = users.signedIn(user, session.id(), session.tenant(), method);
        return view(session, signedIn, access, now, method);
    }

    private static void requireOpen(User user, Instant now) {
        if (user.at(Milestone.DELETED) != null) {
            throw new GoTrueException(404, "user_not_found", "User not found");
        }
        if (user.banned(now)) {
            throw SignIn.Reason.USER_BANNED.refusal();
        }
    }

    private static @Nullable TenantId tenant(TenantAccess access) {
        return access.claims() == null ? null : access.claims().tenant();
    }

    /// A second factor was shown: the session is `aal2`, and its older refresh tokens are void at once.
    SessionView raise(SessionHolder holder, String method, UUID factor) {
        var session = holder.session();
        var now = clock.instant();
        var amr = new ArrayList<Map<String, Object>>();
        amr.add(shown(method, null, now));
        session.amr().stream().filter(one -> !method.equals(one.get("method"))).forEach(amr::add);
        sessions.raise(session, factor, amr, now);
        return view(sessions.find(session.id()).orElseThrow(), holder.user(), accesses.goOn(holder), now, method);
    }

    private static Map<String, Object> shown(String method, @Nullable String provider, Instant now) {
        return provider == null
                ? Map.of("method", method, "timestamp", now.getEpochSecond())
                : Map.of("method", method, "timestamp", now.getEpochSecond(), "provider", provider);
    }

    /// Null where another refresh of the session was faster. The tokens are made before the session counts on: where a
    /// hook refuses or fails, the presented refresh token is still the current one.
    ///
    /// @param tokenCounter of the refresh token that is used up
    /// @param now from before the holder was read
    @Nullable
    SessionView advance(SessionHolder holder, long tokenCounter, Instant now) {
        var access = accesses.goOn(holder);
        var next = holder.session().advanced(tokenCounter, tenant(access), now, properties.refreshReuse());
        var view = view(next, holder.user(), access, now, REFRESH);
        return sessions.advance(holder.session(), next) ? view : null;
    }

    /// @param now from before the holder was read
    SessionView repeat(SessionHolder holder, Instant now) {
        return view(holder.session(), holder.user(), accesses.goOn(holder), now, REFRESH);
    }

    /// A service user's password before its present one, while it still works.
    public Optional<PreviousPassword> previousPassword(User user) {
        return accesses.previousPassword(user);
    }

    /// No token outlives its session's fixed end, nor the password by which its session began.
    private Duration life(Session session, TenantAccess access, Instant now) {
        return Stream.of(session.notAfter(), access.until())
                .filter(Objects::nonNull)
                .map(end -> Duration.between(now, end))
                .reduce(properties.accessTokenLife(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    private SessionView view(Session session, User user, TenantAccess access, Instant now, String method) {
        var life = life(session, access, now);
        var grant = new Grant(now, session.id(), session.aal(), session.amr(), method, access.claims(), life);
        var issued = tokens.issue(user, grant);
        return new SessionView(
                issued.token(),
                "bearer",
                issued.expiresIn(),
                issued.expiresAt().getEpochSecond(),
                RefreshToken.issue(session.id(), session.rotation().counter(), session.hmacKey()),
                UserView.of(user));
    }
}
