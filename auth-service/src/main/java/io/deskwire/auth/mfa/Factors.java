package io.deskwire.auth.mfa;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.seal.Seals;
import io.deskwire.auth.seal.Seals.Kind;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.auth.session.SessionService;
import io.deskwire.auth.session.SessionView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// The door to second factors: enrol, challenge, verify, unenrol. Each is one transaction behind the system door,
/// one at a time for each person.
@Service
public class Factors {
    private static final int MAX_CHALLENGES = 50;

    private final SecureRandom random = new SecureRandom();
    private final FactorRepository factors;
    private final Seals seals;
    private final SessionService sessions;
    private final AuditLog audit;
    private final SystemAccess system;
    private final MfaSettings settings;

    Factors(
            FactorRepository factors,
            Seals seals,
            SessionService sessions,
            AuditLog audit,
            SystemAccess system,
            MfaSettings settings) {
        this.factors = factors;
        this.seals = seals;
        this.sessions = sessions;
        this.audit = audit;
        this.system = system;
        this.settings = settings;
    }

    /// A factor's id as an address has it. Raises `validation_failed`.
    public static UUID id(String text) {
        return Uuid7.parse(text)
                .orElseThrow(() -> new GoTrueException(404, "validation_failed", "factor_id must be an UUID"));
    }

    /// What an authenticator app is told; shown once.
    record Enrolment(UUID id, String friendlyName, String qrCode, String secret, String uri) {}

    Enrolment enrol(Authenticated who, String friendlyName, @Nullable String issuer) {
        if (!seals.available()) {
            throw new GoTrueException(422, "mfa_totp_enroll_not_enabled", "MFA enroll is disabled for TOTP");
        }
        var user = who.user().id();
        var now = settings.clock().instant();
        var bytes = new byte[Totp.SECRET_BYTES];
        random.nextBytes(bytes);
        var id = Uuid7.next();
        this.<@Nullable Object>alone("mfa-enrol", user, () -> {
            factors.deleteStale(user, now.minus(settings.properties().unverifiedLife()));
            makeRoom(who, friendlyName);
            factors.insert(
                    Factor.enrolled(id, user, friendlyName, seals.seal(Kind.SECOND_FACTOR, id.toString(), bytes), now));
            audit.record(null, "enroll_factor", user.value(), Map.of("factor_id", id, "factor_type", "totp"));
            return null;
        });
        var totp = new Totp(bytes);
        var account = who.user().email();
        var uri = totp.uri(
                issuer == null || issuer.isBlank() ? settings.site() : issuer,
                account == null ? user.toString() : account);
        return new Enrolment(id, friendlyName, QrSvg.of(uri), totp.base32(), uri);
    }

    /// Beginning often and never finishing locks nobody out: the oldest factor that was never verified goes for the new
    /// one. GoTrue counts those, too, until they are five minutes old.
    private void makeRoom(Authenticated who, String friendlyName) {
        var known = factors.ofUser(who.user().id());
        if (known.stream().anyMatch(factor -> factor.friendlyName().equals(friendlyName))) {
            throw new GoTrueException(
                    422,
                    "mfa_factor_name_conflict",
                    "A factor with the friendly name \"%s\" for this user already exists".formatted(friendlyName));
        }
        var most = settings.properties().maxFactors();
        if (known.stream().filter(Factor::verified).count() >= most) {
            throw new GoTrueException(
                    422,
                    "too_many_enrolled_mfa_factors",
                    "Maximum number of verified factors reached, unenroll to continue");
        }
        if (!who.aal().equals("aal2") && known.stream().anyMatch(Factor::verified)) {
            throw new GoTrueException(403, "insufficient_aal", "AAL2 required to enroll a new factor");
        }
        known.stream()
                .filter(factor -> !factor.verified())
                .limit(Math.max(0, known.size() + 1 - most))
                .forEach(abandoned -> factors.delete(abandoned.id()));
    }

    /// @param expiresAt until when it can be answered
    record Asked(UUID id, Instant expiresAt) {}

    Asked challenge(Authenticated who, UUID factor, String ip) {
        return alone("mfa-challenge", who.user().id(), () -> {
            var found = find(who, factor);
            var now = settings.clock().instant();
            var challenge = new Challenge(Uuid7.next(), found.id(), ip, null, now);
            factors.deleteChallenges(found.id(), now.minus(settings.properties().challengeLife()));
            if (factors.countChallenges(found.id()) >= MAX_CHALLENGES) {
                throw tooMany();
            }
            factors.insert(challenge);
            return new Asked(challenge.id(), now.plus(settings.properties().challengeLife()));
        });
    }

    /// What became of a code. A refusal is a value, because the count of wrong codes must be committed.
    private sealed interface Verdict {
        record Passed(SessionView session) implements Verdict {}

        record Failed(GoTrueException reason) implements Verdict {}
    }

    SessionView verify(Authenticated who, UUID factor, UUID challenge, String code, String ip) {
        Verdict verdict = alone("mfa-verify", who.user().id(), () -> answer(who, factor, challenge, code, ip));
        return switch (verdict) {
            case Verdict.Passed(var session) -> session;
            case Verdict.Failed(var reason) -> throw reason;
        };
    }

    private Verdict answer(Authenticated who, UUID factorId, UUID challengeId, String code, String ip) {
        var factor = find(who, factorId);
        var now = settings.clock().instant();
        var challenge = requireOpen(factor, challengeId, ip, now);
        if (factor.guesses().exhausted(now)) {
            return new Verdict.Failed(tooMany());
        }
        var secret = seals.open(
                Kind.SECOND_FACTOR, factor.id().toString(), factor.secret().sealed());
        var step = new Totp(secret).match(code, now, factor.secret().lastStep());
        if (step.isEmpty()) {
            factors.update(factor.failed(now));
            audit.record(null, "verify_factor_failed", who.user().id().value(), Map.of("factor_id", factor.id()));
            return new Verdict.Failed(new GoTrueException(422, "mfa_verification_failed", "Invalid TOTP code entered"));
        }
        factors.answered(challenge.id(), now);
        factors.update(factor.passed(step.getAsLong(), now));
        factors.deleteUnverified(who.user().id());
        audit.record(null, "verify_factor", who.user().id().value(), Map.of("factor_id", factor.id()));
        return new Verdict.Passed(sessions.raise(who.user().id(), who.session(), "totp", factor.id()));
    }

    private Challenge requireOpen(Factor factor, UUID id, String ip, Instant now) {
        var challenge = factors.findChallenge(factor.id(), id)
                .orElseThrow(() -> new GoTrueException(
                        422, "mfa_factor_not_found", "MFA factor with the provided challenge ID not found"));
        if (challenge.verifiedAt() != null || !challenge.ip().equals(ip)) {
            throw new GoTrueException(422, "mfa_ip_address_mismatch", "Challenge and verify IP addresses mismatch");
        }
        if (challenge.expired(now, settings.properties().challengeLife())) {
            throw new GoTrueException(
                    422,
                    "mfa_challenge_expired",
                    "MFA challenge %s has expired, verify against another challenge or create a new challenge."
                            .formatted(id));
        }
        return challenge;
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
        factors.rename(user, factor, name, settings.clock().instant());
    }

    /// Takes all factors from somebody. Needs the system door.
    public void removeAll(UserId user) {
        factors.ofUser(user).forEach(factor -> remove(user, factor.id()));
    }

    private Factor find(Authenticated who, UUID factor) {
        return factors.find(who.user().id(), factor)
                .orElseThrow(() -> new GoTrueException(404, "mfa_factor_not_found", "Factor not found"));
    }

    private <T extends @Nullable Object> T alone(String purpose, UserId user, Supplier<T> work) {
        return system.call(purpose, () -> {
            factors.lock(user);
            return work.get();
        });
    }

    private static GoTrueException tooMany() {
        return new GoTrueException(429, "over_request_rate_limit", "Request rate limit reached");
    }
}
