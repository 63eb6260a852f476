package io.deskwire.auth.session;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// How sessions end: every node refuses their tokens within moments, by event. Needs the system door.
@Component
public class SessionEnds {
    private static final Duration ENDED_KEPT = Duration.ofHours(72);

    private final SessionRepository sessions;
    private final FlowStates flows;
    private final RevocationEvents revocations;
    private final AuditLog audit;
    private final SessionProperties properties;
    private final Clock clock;

    SessionEnds(
            SessionRepository sessions,
            FlowStates flows,
            RevocationEvents revocations,
            AuditLog audit,
            SessionProperties properties,
            Clock clock) {
        this.sessions = sessions;
        this.flows = flows;
        this.revocations = revocations;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /// Ends every session of somebody, and those that a code would still open.
    public void endAllOf(UserId user) {
        flows.discardCodes(user);
        end(sessions.ofUser(user));
    }

    /// As [#endAllOf], but for one session.
    public void endOthers(UserId user, SessionId kept) {
        flows.discardCodes(user);
        end(sessions.ofUser(user).stream().filter(other -> !other.equals(kept)).toList());
    }

    /// An old refresh token came back: somebody else has it.
    void endStolen(Session session) {
        end(List.of(session.id()));
        audit.record(
                session.tenant(),
                "token_revoked",
                session.userId().value(),
                Map.of("session_id", session.id(), "reason", "refresh_token_already_used"));
    }

    void end(List<SessionId> ended) {
        for (var session : ended) {
            sessions.delete(session);
            revocations.session(session);
        }
    }

    /// Removes sessions that have been over for a while, so that their owners were told why.
    public int sweep() {
        return sessions.sweep(clock.instant().minus(ENDED_KEPT), properties.inactivity());
    }
}
