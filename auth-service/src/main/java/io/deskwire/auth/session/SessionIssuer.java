package io.deskwire.auth.session;

import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.member.Workplace.Wish;
import io.deskwire.auth.serviceuser.ServiceUserService;
import io.deskwire.auth.token.AccessTokens;
import io.deskwire.auth.token.AccessTokens.Grant;
import io.deskwire.auth.token.AccessTokens.Place;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.auth.user.UserView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Opens sessions and issues their token pairs. Needs the system door, whose transaction it joins.
@Component
public class SessionIssuer {
    private static final int HMAC_KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final SessionRepository sessions;
    private final UserService users;
    private final MembershipService members;
    private final ServiceUserService machines;
    private final AccessTokens tokens;
    private final SessionSettings settings;
    private final JsonMapper json;

    SessionIssuer(
            SessionRepository sessions,
            UserService users,
            MembershipService members,
            ServiceUserService machines,
            AccessTokens tokens,
            SessionSettings settings,
            JsonMapper json) {
        this.sessions = sessions;
        this.users = users;
        this.members = members;
        this.machines = machines;
        this.tokens = tokens;
        this.settings = settings;
        this.json = json;
    }

    /// @param method the token's `amr` method, such as `password`, `otp` or `oauth`
    public SessionView open(User user, String method, ClientInfo client) {
        var now = settings.clock().instant();
        var place = place(user, null, client.wish());
        var amr = json.writeValueAsString(List.of(Map.of("method", method, "timestamp", now.getEpochSecond())));
        var key = new byte[HMAC_KEY_BYTES];
        random.nextBytes(key);
        var session = new Session(
                Uuid7.next(), user.id(), place == null ? null : place.tenant(), "aal1", amr, key, 0, now, now);
        sessions.insert(session, client);
        users.signedIn(user.id(), now);
        if (place != null && !user.machine()) {
            members.remember(user.id(), place.tenant());
        }
        return view(session, users.find(user.id()).orElseThrow(), place);
    }

    SessionView advance(Session session, User user) {
        var place = place(user, session.tenant(), Wish.NONE);
        sessions.advance(
                session, place == null ? null : place.tenant(), settings.clock().instant());
        return view(sessions.find(session.id()).orElseThrow(), user, place);
    }

    SessionView repeat(Session session, User user) {
        return view(session, user, place(user, session.tenant(), Wish.NONE));
    }

    private @Nullable Place place(User user, @Nullable TenantId current, Wish wish) {
        if (user.machine()) {
            return machines.place(user.id()).orElse(null);
        }
        return members.workplace(user.id(), current, wish)
                .map(place -> new Place(place.tenant(), place.role(), place.permissions(), place.suspended()))
                .orElse(null);
    }

    private SessionView view(Session session, User user, @Nullable Place place) {
        List<Map<String, Object>> amr = json.readValue(session.amr(), new TypeReference<>() {});
        var issued = tokens.issue(
                user,
                new Grant(
                        session.id(),
                        session.aal(),
                        amr,
                        place,
                        settings.properties().accessTokenLife()));
        return new SessionView(
                issued.token(),
                "bearer",
                issued.expiresIn(),
                issued.expiresAt().getEpochSecond(),
                RefreshToken.issue(session),
                UserView.of(user));
    }
}
