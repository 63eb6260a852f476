package io.deskwire.auth.session;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.member.MembershipService;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/// The door to sessions that are there: sign-out, second factors, the tenant they work in.
@Service
public class SessionService {
    private final MembershipService members;
    private final SessionRepository sessions;
    private final SessionIssuer issuer;
    private final SessionEnds ends;
    private final AuditLog audit;
    private final SystemAccess system;

    SessionService(
            MembershipService members,
            SessionRepository sessions,
            SessionIssuer issuer,
            SessionEnds ends,
            AuditLog audit,
            SystemAccess system) {
        this.members = members;
        this.sessions = sessions;
        this.issuer = issuer;
        this.ends = ends;
        this.audit = audit;
        this.system = system;
    }

    /// Which sessions a sign-out ends, as GoTrue's `scope` says.
    public enum Scope {
        GLOBAL,
        LOCAL,
        OTHERS
    }

    public void signOut(UserId user, SessionId session, Scope scope) {
        system.run("sign-out", () -> {
            var tenant = sessions.find(session).map(Session::tenant).orElse(null);
            audit.record(tenant, "logout", user.value(), Map.of("scope", Row.wire(scope)));
            switch (scope) {
                case GLOBAL -> ends.endAllOf(user);
                case OTHERS -> ends.endOthers(user, session);
                case LOCAL -> ends.end(List.of(session));
            }
        });
    }

    /// A second factor was shown: this session is `aal2` from now on, and sessions without it are ended. Needs the
    /// system door.
    public SessionView raise(UserId user, SessionId session, String method, UUID factor) {
        sessions.lock(session);
        var holder = sessions.holder(session)
                .orElseThrow(() -> new GoTrueException(
                        403, "session_not_found", "Session from session_id claim in JWT does not exist"));
        var raised = issuer.raise(holder, method, factor);
        ends.end(sessions.ofUserBelowAal2(user));
        return raised;
    }

    /// A second factor is gone: what it had raised is `aal1` again. Needs the system door.
    public void lower(UserId user, UUID factor) {
        sessions.lower(user, factor);
    }

    /// The tenant whose claims the next refresh carries, and in which the next session begins. Needs a membership,
    /// which the caller has checked.
    public void moveTo(UserId user, SessionId session, TenantId tenant) {
        system.run("switch-tenant", () -> {
            members.remember(user, tenant);
            sessions.moveTo(session, tenant);
        });
    }
}
