package io.deskwire.auth.session;

import io.deskwire.auth.refreshtoken.RefreshToken;
import io.deskwire.auth.refreshtoken.Rotation;
import io.deskwire.auth.session.SignIn.Reason;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Service;

/// Swaps refresh tokens for new pairs.
@Service
public class SessionRefresh {
    private final SessionRepository sessions;
    private final SessionIssuer issuer;
    private final SessionEnds ends;
    private final SystemAccess system;
    private final SessionProperties properties;
    private final Clock clock;

    SessionRefresh(
            SessionRepository sessions,
            SessionIssuer issuer,
            SessionEnds ends,
            SystemAccess system,
            SessionProperties properties,
            Clock clock) {
        this.sessions = sessions;
        this.issuer = issuer;
        this.ends = ends;
        this.system = system;
        this.properties = properties;
        this.clock = clock;
    }

    /// Rotates the refresh token (RFC 9700, 4.14.2). One that was replaced before the reuse window ends
    /// the session, and that stays although the answer is an error.
    public SignIn refresh(String refreshToken) {
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
        var now = clock.instant();
        return refresh(presented, sessions.holder(presented.session()).orElse(null), now);
    }

    /// The loser of the race looks again, and waits.
    private @Nullable SignIn refreshLocked(RefreshToken presented) {
        sessions.lock(presented.session());
        return refreshUnlocked(presented);
    }

    /// Null where another refresh was faster.
    ///
    /// @param now from before anything was read that the token will say
    private @Nullable SignIn refresh(RefreshToken presented, @Nullable SessionHolder holder, Instant now) {
        if (holder == null
                || !presented.issuedFor(holder.session().id(), holder.session().hmacKey())) {
            return new SignIn.Rejected(Reason.TOKEN_NOT_FOUND);
        }
        var session = holder.session();
        var ended = session.ended(now, properties.inactivity());
        if (ended != null) {
            return new SignIn.Rejected(ended == Session.End.TIMEBOX ? Reason.SESSION_TIMEBOX : Reason.SESSION_INACTIVE);
        }
        if (holder.user().banned(now)) {
            return new SignIn.Rejected(Reason.REFRESHING_USER_BANNED);
        }
        return switch (session.rotation().present(presented.counter(), now, properties.refreshReuse())) {
            case Rotation.Refresh.Advance _ -> {
                var advanced = issuer.advance(holder, presented.counter(), now);
                yield advanced == null ? null : new SignIn.Accepted(advanced);
            }
            case Rotation.Refresh.Repeat _ -> new SignIn.Accepted(issuer.repeat(holder, now));
            case Rotation.Refresh.Theft _ -> {
                system.run("refresh", () -> ends.endStolen(session));
                yield new SignIn.Rejected(Reason.TOKEN_ALREADY_USED);
            }
        };
    }
}
