package io.deskwire.auth.mfa;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.seal.Seals;
import io.deskwire.auth.seal.Seals.Kind;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.auth.session.SessionView;
import io.deskwire.common.id.Uuid7;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Service;

/// Asks for a code of a second factor, and checks the answer.
@Service
class FactorChallenges {
    private static final int MAX_CHALLENGES = 50;

    private final Factors door;
    private final FactorRepository factors;
    private final Seals seals;
    private final MfaProperties properties;
    private final Clock clock;

    FactorChallenges(Factors door, FactorRepository factors, Seals seals, MfaProperties properties, Clock clock) {
        this.door = door;
        this.factors = factors;
        this.seals = seals;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param expiresAt until when it can be answered
    record Asked(UUID id, Instant expiresAt) {}

    Asked challenge(Authenticated who, UUID factor, String ip) {
        return door.alone("mfa-challenge", who.user().id(), () -> {
            var found = door.find(who, factor);
            var now = clock.instant();
            var challenge = new Challenge(Uuid7.next(), found.id(), ip, null, now);
            factors.deleteChallenges(found.id(), now.minus(properties.challengeLife()));
            if (factors.countChallenges(found.id()) >= MAX_CHALLENGES) {
                throw tooMany();
            }
            factors.insert(challenge);
            return new Asked(challenge.id(), now.plus(properties.challengeLife()));
        });
    }

    /// What became of a code. A refusal is a value, because the count of wrong codes must be committed.
    private sealed interface Verdict {
        record Passed(SessionView session) implements Verdict {}

        record Failed(GoTrueException reason) implements Verdict {}
    }

    SessionView verify(Authenticated who, UUID factor, UUID challenge, String code, String ip) {
        Verdict verdict = door.alone("mfa-verify", who.user().id(), () -> answer(who, factor, challenge, code, ip));
        return switch (verdict) {
            case Verdict.Passed(var session) -> session;
            case Verdict.Failed(var reason) -> throw reason;
        };
    }

    private Verdict answer(Authenticated who, UUID factorId, UUID challengeId, String code, String ip) {
        var factor = door.find(who, factorId);
        var now = clock.instant();
        var challenge = requireOpen(factor, challengeId, ip, now);
        if (factor.guesses().exhausted(now)) {
            return new Verdict.Failed(tooMany());
        }
        var secret = seals.open(
                Kind.SECOND_FACTOR, factor.id().toString(), factor.secret().sealed());
        var step = new Totp(secret).match(code, now, factor.secret().lastStep());
        if (step.isEmpty()) {
            door.missed(who, factor.failed(now));
            return new Verdict.Failed(new GoTrueException(422, "mfa_verification_failed", "Invalid TOTP code entered"));
        }
        factors.answered(challenge.id(), now);
        return new Verdict.Passed(door.shown(who, factor.passed(step.getAsLong(), now)));
    }

    private Challenge requireOpen(Factor factor, UUID id, String ip, Instant now) {
        var challenge = factors.findChallenge(factor.id(), id)
                .orElseThrow(() -> new GoTrueException(
                        422, "mfa_factor_not_found", "MFA factor with the provided challenge ID not found"));
        if (challenge.verifiedAt() != null || !challenge.ip().equals(ip)) {
            throw new GoTrueException(422, "mfa_ip_address_mismatch", "Challenge and verify IP addresses mismatch");
        }
        if (challenge.expired(now, properties.challengeLife())) {
            throw new GoTrueException(
                    422,
                    "mfa_challenge_expired",
                    "MFA challenge %s has expired, verify against another challenge or create a new challenge."
                            .formatted(id));
        }
        return challenge;
    }

    private static GoTrueException tooMany() {
        return new GoTrueException(429, "over_request_rate_limit", "Request rate limit reached");
    }
}
