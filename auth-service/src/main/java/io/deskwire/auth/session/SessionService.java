package io.deskwire.auth.session;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.SignIn.Reason;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Service;

/// The door to sessions: refresh, sign-out, their ends.
///
/// Works behind the system door, because nobody is known yet.
@Service
public class SessionService {
    private static final Duration ENDED_KEPT = Duration.ofHours(72);

    private final UserService users;
    private final MembershipService members;
    private final SessionIssuer issuer;
    private final SessionRepository sessions;
    private final FlowStates flows;
    private final RevocationEvents revocations;
    private final AuditLog audit;
    private final SystemAccess system;
    private final SessionSettings settings;

    SessionService(
            UserService users,
            MembershipService members,
            SessionIssuer issuer,
            SessionRepository sessions,
            FlowStates flows,
            RevocationEvents revocations,
            AuditLog audit,
            SystemAccess system,
            SessionSettings settings) {
        this.users = users;
        this.members = members;
        this.issuer = issuer;
        this.sessions = sessions;
        this.flows = flows;
        this.revocations = revocations;
        this.audit = audit;
        this.system = system;
        this.settings = settings;
    }

    /// Rotates the refresh token (RFC 9700, 4.14.2). One that was replaced before the reuse window ends the session,
    /// and that stays
    /// although the answer is an error.
    SignIn refresh(String refreshToken) {
        var presented = RefreshToken.parse(refreshToken).orElse(null);
        if (presented == null) {
            return new SignIn.Rejected(Reason.TOKEN_MALFORMED);
        }
        try {
            var refreshed = system.query("refresh", () -> refreshUnlocked(presented));
            if (refreshed == null) {
                refreshed = system.call("refresh", () -> refreshLocked(presented));
            }
            return refreshed == null ? new SignIn.Rejected(Reason.CONCURRENT) : refreshed;
        } catch (PessimisticLockingFailureException _) {
            return new SignIn.Rejected(Reason.CONCURRENT);
        }
    }

    /// Refreshes of one session seldom meet. One query reads; one statement counts on, provided the counter is still
    /// what was read. No transaction surrounds them.
    private @Nullable SignIn refreshUnlocked(RefreshToken presented) {
        var now = settings.clock().instant();
        return refresh(presented, sessions.holder(presented.session()).orElse(null), now);
    }

    /// Who lost the race looks again, and waits.
    private @Nullable SignIn refreshLocked(RefreshToken presented) {
        sessions.lock(presented.session());
        return refreshUnlocked(presented);
    }

    /// Null where another refresh was faster.
    ///
    /// @param now from before anything was read that the token will say
    private @Nullable SignIn refresh(RefreshToken presented, @Nullable Holder holder, Instant now) {
        if (holder == null || !presented.issuedFor(holder.session())) {
            return new SignIn.Rejected(Reason.TOKEN_NOT_FOUND);
        }
        var session = holder.session();
        var ended = session.ended(now, settings.sessions().inactivity());
        if (ended != null) {
            return new SignIn.Rejected(ended == Session.End.TIMEBOX ? Reason.SESSION_TIMEBOX : Reason.SESSION_INACTIVE);
        }
        if (holder.user().banned(now)) {
            return new SignIn.Rejected(Reason.REFRESHING_USER_BANNED);
        }
        return switch (session.rotation()
                .present(presented.counter(), now, settings.properties().refreshReuse())) {
            case Rotation.Refresh.Advance _ -> {
                var advanced = issuer.advance(holder, presented.counter(), now);
                yield advanced == null ? null : new SignIn.Accepted(advanced);
            }
            case Rotation.Refresh.Repeat _ -> new SignIn.Accepted(issuer.repeat(holder, now));
            case Rotation.Refresh.Theft _ -> {
                system.run("refresh", () -> endStolen(session));
                yield new SignIn.Rejected(Reason.TOKEN_ALREADY_USED);
            }
        };
    }

    private void endStolen(Session session) {
        end(List.of(session.id()));
        audit.record(
                session.tenant(),
                "token_revoked",
                session.userId().value(),
                Map.of("session_id", session.id(), "reason", "refresh_token_already_used"));
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

    /// Ends every session of somebody, those that a code would still open as well; needs the system door.
    public void endAllOf(UserId user) {
        flows.discardCodes(user);
        end(sessions.ofUser(user));
    }

    /// As [#endAllOf], but for one session.
    public void endOthers(UserId user, UUID kept) {
        flows.discardCodes(user);
        end(sessions.ofUser(user).stream().filter(other -> !other.equals(kept)).toList());
    }

    /// A second factor was shown: this session is `aal2` from now on, and sessions without it are ended. Needs the
    /// system door.
    public SessionView raise(UserId user, UUID session, String method, UUID factor) {
        sessions.lock(session);
        var holder = sessions.holder(session)
                .orElseThrow(() -> new GoTrueException(
                        403, "session_not_found", "Session from session_id claim in JWT does not exist"));
        var raised = issuer.raise(holder, method, factor);
        end(sessions.ofUserBelowAal2(user));
        return raised;
    }

    /// A second factor is gone: what it had raised is `aal1` again. Needs the system door.
    public void lower(UserId user, UUID factor) {
        sessions.lower(user, factor);
    }

    /// The tenant whose claims the next refresh carries, and in which the next session begins. Needs a membership,
    /// which the caller has checked.
    public void moveTo(UserId user, UUID session, TenantId tenant) {
        system.run("switch-tenant", () -> {
            members.remember(user, tenant);
            sessions.moveTo(session, tenant);
        });
    }

    /// Who and what a token's ids stand for; null where it is gone.
    record Current(@Nullable User user, @Nullable Session session) {}

    Current current(UserId user, UUID session) {
        return system.call(
                "current-user",
                () -> new Current(
                        users.find(user).orElse(null),
                        sessions.find(session)
                                .filter(found -> found.userId().equals(user))
                                .orElse(null)));
    }

    /// Removes sessions that have been over for a while, so that their owners were told why.
    public int sweep() {
        var settled = settings.clock().instant().minus(ENDED_KEPT);
        return sessions.sweep(settled, settings.sessions().inactivity());
    }

    /// Every node refuses the sessions' tokens within moments, by event.
    private void end(List<UUID> ended) {
        for (var session : ended) {
            sessions.delete(session);
            revocations.session(session);
        }
    }
}
