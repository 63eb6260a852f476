package io.deskwire.auth.mfa;

import io.deskwire.auth.audit.AuditLog;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.seal.Seals;
import io.deskwire.auth.seal.Seals.Kind;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.common.id.Uuid7;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Gives somebody a second factor, which counts once a code of it was verified.
@Service
class FactorEnrolment {
    private final SecureRandom random = new SecureRandom();
    private final Factors door;
    private final FactorRepository factors;
    private final Seals seals;
    private final AuditLog audit;
    private final MfaProperties properties;
    private final Clock clock;

    FactorEnrolment(
            Factors door,
            FactorRepository factors,
            Seals seals,
            AuditLog audit,
            MfaProperties properties,
            Clock clock) {
        this.door = door;
        this.factors = factors;
        this.seals = seals;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /// What an authenticator app is told; shown once.
    record Enrolment(UUID id, String friendlyName, String qrCode, String secret, String uri) {}

    /// @param issuer for whom the app shows its codes
    Enrolment enrol(Authenticated who, String friendlyName, String issuer) {
        if (!seals.available()) {
            throw new GoTrueException(422, "mfa_totp_enroll_not_enabled", "MFA enroll is disabled for TOTP");
        }
        var user = who.user().id();
        var now = clock.instant();
        var bytes = new byte[Totp.SECRET_BYTES];
        random.nextBytes(bytes);
        var id = Uuid7.next();
        door.<@Nullable Object>alone("mfa-enrol", user, () -> {
            factors.deleteStale(user, now.minus(properties.unverifiedLife()));
            makeRoom(who, friendlyName);
            factors.insert(
                    Factor.enrolled(id, user, friendlyName, seals.seal(Kind.SECOND_FACTOR, id.toString(), bytes), now));
            audit.record(null, "enroll_factor", user.value(), Map.of("factor_id", id, "factor_type", "totp"));
            return null;
        });
        var totp = new Totp(bytes);
        var account = who.user().email();
        var uri = totp.uri(issuer, account == null ? user.toString() : account);
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
        var most = properties.maxFactors();
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
}
