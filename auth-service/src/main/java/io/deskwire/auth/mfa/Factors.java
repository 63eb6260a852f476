package io.deskwire.auth.mfa;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.auth.session.SessionService;
import io.deskwire.auth.session.SessionView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// The door to second factors that are there. What becomes of one becomes of its owner's sessions, too: a factor that
/// was shown raises a session, a factor that goes lowers those it had raised.
@Service
public class Factors {
    private final FactorRepository factors;
    private final SessionService sessions;
    private final AuditLog audit;
    private final SystemAccess system;
    private final Clock clock;

    Factors(FactorRepository factors, SessionService sessions, AuditLog audit, SystemAccess system, Clock clock) {
        this.factors = factors;
        this.sessions = sessions;
        this.audit = audit;
        this.system = system;
        this.clock = clock;
    }

    /// A factor's id as an address has it. Raises `validation_failed`.
    public static UUID id(String text) {
        return Uuid7.parse(text)
                .orElseThrow(() -> new GoTrueException(404, "validation_failed", "factor_id must be an UUID"));
    }

    void unenrol(Authenticated who, UUID factor) {
        this.<@Nullable Object>alone("mfa-unenrol", who.user().id(), () -> {
            var found = find(who, factor);
            if (found.verified() && !who.aal().equals("aal2")) {
                throw new GoTrueException(422, "insufficient_aal", "AAL2 required to unenroll factor");
            }
            remove(who.user().id(), found.id());
            return null;
        });
    }

    /// Whether somebody has a verified second factor, so that a session of `aal1` may not change the credentials.
    /// Needs the system door.
    public boolean enrolled(UserId user) {
        return factors.ofUser(user).stream().anyMatch(Factor::verified);
    }

    /// Takes a factor from somebody, whatever their session; sessions it had raised are `aal1` again. Needs the system
    /// door.
    public void remove(UserId user, UUID factor) {
        factors.delete(factor);
        sessions.lower(user, factor);
        audit.record(null, "delete_factor", user.value(), Map.of("factor_id", factor));
    }

    /// Needs the system door. Raises `DuplicateKeyException` where another factor of the person has the name.
    public void rename(UserId user, UUID factor, String name) {
        factors.rename(user, factor, name, clock.instant());
    }

    /// Takes all factors from somebody. Needs the system door.
    public void removeAll(UserId user) {
        factors.ofUser(user).forEach(factor -> remove(user, factor.id()));
    }

    /// The right code was shown: the session is `aal2`, and what the person never verified goes. Needs the system door.
    SessionView shown(Authenticated who, Factor passed) {
        var user = who.user().id();
        factors.update(passed);
        factors.deleteUnverified(user);
        audit.record(null, "verify_factor", user.value(), Map.of("factor_id", passed.id()));
        return sessions.raise(user, who.session(), "totp", passed.id());
    }

    /// A wrong code was shown. Needs the system door.
    void missed(Authenticated who, Factor failed) {
        factors.update(failed);
        audit.record(null, "verify_factor_failed", who.user().id().value(), Map.of("factor_id", failed.id()));
    }

    Factor find(Authenticated who, UUID factor) {
        return factors.find(who.user().id(), factor)
                .orElseThrow(() -> new GoTrueException(404, "mfa_factor_not_found", "Factor not found"));
    }

    /// One transaction behind the system door, one at a time for each person.
    <T extends @Nullable Object> T alone(String purpose, UserId user, Supplier<T> work) {
        return system.call(purpose, () -> {
            factors.lock(user);
            return work.get();
        });
    }
}
