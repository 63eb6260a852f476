package io.deskwire.auth.session;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.member.Workplace;
import io.deskwire.auth.member.Workplace.Wish;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.auth.serviceuser.ServiceUserService.Post;
import io.deskwire.auth.serviceuser.ServiceUserService.PreviousPassword;
import io.deskwire.auth.token.AccessTokens;
import io.deskwire.auth.token.AccessTokens.Grant;
import io.deskwire.auth.token.AccessTokens.Place;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import java.security.SecureRandom;
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
    private final MembershipService members;
    private final ServiceUserService serviceUsers;
    private final AccessTokens tokens;
    private final AuditLog audit;
    private final SessionSettings settings;

    SessionIssuer(
            SessionRepository sessions,
            UserService users,
            MembershipService members,
            ServiceUserService serviceUsers,
            AccessTokens tokens,
            AuditLog audit,
            SessionSettings settings) {
        this.sessions = sessions;
        this.users = users;
        this.members = members;
        this.serviceUsers = serviceUsers;
        this.tokens = tokens;
        this.audit = audit;
        this.settings = settings;
    }

    /// @param method the token's `amr` method, such as `password`, `otp` or `oauth`
    public SessionView open(User user, String method, ClientInfo client) {
        return open(user, method, null, client);
    }

    /// @param provider who vouched for the person, for the method `oauth`
    public SessionView open(User user, String method, @Nullable String provider, ClientInfo client) {
        var end =
                user.isServiceUser() ? null : settings.sessions().end(settings.clock().instant());
        return open(user, method, provider, end, client);
    }

    /// @param end when the session is over, whatever is done in it; null for never
    SessionView open(User user, String method, @Nullable String provider, @Nullable Instant end, ClientInfo client) {
        var now = settings.clock().instant();
        requireStillThere(user.id(), now);
        var post = post(user, client.wish(), now);
        var place = post.place();
        var amr = List.of(shown(method, provider, now));
        var key = new byte[HMAC_KEY_BYTES];
        random.nextBytes(key);
        var session = new Session(
                Uuid7.next(),
                user.id(),
                place == null ? null : place.tenant(),
                "aal1",
                amr,
                key,
                Rotation.begun(now),
                now,
                end);
        sessions.insert(session);
        users.signedIn(user.id(), now);
        if (place != null && !user.isServiceUser()) {
            members.remember(user.id(), place.tenant());
        }
        var actor = BearerSession.actor(user, session.id());
        audit.recordBy(actor, session.tenant(), "login", user.id().value(), Map.of("method", method));
        actor.actsInThisRequest();
        return view(session, users.find(user.id()).orElseThrow(), post, now, method);
    }

    /// Holds the account until the session is there: a ban, an end or a new password that comes later finds it.
    private void requireStillThere(UserId id, Instant now) {
        var present = users.findForUpdate(id)
                .filter(user -> user.at(Milestone.DELETED) == null)
                .orElseThrow(() -> new GoTrueException(404, "user_not_found", "User not found"));
        if (present.banned(now)) {
            throw banned();
        }
    }

    /// A second factor was shown: the session is `aal2`, and its older refresh tokens are void at once.
    SessionView raise(Holder holder, String method, UUID factor) {
        var session = holder.session();
        var now = settings.clock().instant();
        var amr = new ArrayList<Map<String, Object>>();
        amr.add(shown(method, null, now));
        session.amr().stream().filter(one -> !method.equals(one.get("method"))).forEach(amr::add);
        sessions.raise(session, factor, amr, now);
        return view(sessions.find(session.id()).orElseThrow(), holder.user(), post(holder), now, method);
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
    SessionView advance(Holder holder, long tokenCounter, Instant now) {
        var post = post(holder);
        var tenant = post.place() == null ? null : post.place().tenant();
        var next = holder.session()
                .advanced(tokenCounter, tenant, now, settings.properties().refreshReuse());
        var view = view(next, holder.user(), post, now, REFRESH);
        return sessions.advance(holder.session(), next) ? view : null;
    }

    /// @param now from before the holder was read
    SessionView repeat(Holder holder, Instant now) {
        return view(holder.session(), holder.user(), post(holder), now, REFRESH);
    }

    /// A service user's password before its present one, while it still works.
    Optional<PreviousPassword> previousPassword(User user) {
        return user.isServiceUser() ? serviceUsers.previousPassword(user.id()) : Optional.empty();
    }

    /// Where a session begins. A service user that does not work may not sign in; people without a tenant may.
    private Post post(User user, Wish wish, Instant now) {
        return user.isServiceUser()
                ? serviceUserPost(user, now)
                : members.workplace(user.id(), wish).map(SessionIssuer::post).orElse(Post.NOWHERE);
    }

    /// Where a session goes on.
    private Post post(Holder holder) {
        var session = holder.session();
        return holder.user().isServiceUser()
                ? serviceUserPost(holder.user(), session.createdAt())
                : Workplace.choose(holder.workplaces(), session.tenant(), Wish.NONE)
                        .map(SessionIssuer::post)
                        .orElse(Post.NOWHERE);
    }

    private Post serviceUserPost(User user, Instant begun) {
        return serviceUsers.post(user.id(), begun).orElseThrow(SessionIssuer::banned);
    }

    private static Post post(Workplace place) {
        return Post.endless(new Place(place.tenant(), place.role(), place.permissions(), place.suspended()));
    }

    private static GoTrueException banned() {
        return new GoTrueException(400, "user_banned", "User is banned");
    }

    /// No token outlives its session's fixed end, nor the password by which its session began.
    private Duration life(Session session, Post post, Instant now) {
        return Stream.of(session.notAfter(), post.until())
                .filter(Objects::nonNull)
                .map(end -> Duration.between(now, end))
                .reduce(settings.properties().accessTokenLife(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    private SessionView view(Session session, User user, Post post, Instant now, String method) {
        var life = life(session, post, now);
        var grant = new Grant(now, session.id(), session.aal(), session.amr(), method, post.place(), life);
        var issued = tokens.issue(user, grant);
        return new SessionView(
                issued.token(),
                "bearer",
                issued.expiresIn(),
                issued.expiresAt().getEpochSecond(),
                RefreshToken.issue(session),
                UserView.of(user));
    }
}
