package io.deskwire.auth.mfa;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.flow.RedirectTargets;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession;
import io.deskwire.auth.session.BearerSession.Authenticated;
import io.deskwire.auth.session.SessionView;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.observe.ClientAddress;
import io.deskwire.common.problem.FieldCheck;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// GoTrue's `/factors`. A person's factors are listed in its user.
@GoTrueApi
class FactorController {
    private static final int MAX_NAME = 200;

    private final Factors factors;
    private final FactorEnrolment enrolment;
    private final FactorChallenges challenges;
    private final RedirectTargets targets;
    private final BearerSession bearer;

    FactorController(
            Factors factors,
            FactorEnrolment enrolment,
            FactorChallenges challenges,
            RedirectTargets targets,
            BearerSession bearer) {
        this.factors = factors;
        this.enrolment = enrolment;
        this.challenges = challenges;
        this.targets = targets;
        this.bearer = bearer;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Enrol(
            @Nullable String factorType,
            @Nullable String friendlyName,
            @Nullable String issuer) {}

    record Enrolled(UUID id, String type, String friendlyName, TotpView totp) {}

    record TotpView(String qrCode, String secret, String uri) {}

    @PostMapping("/factors")
    Enrolled enrol(@RequestBody Enrol body, HttpServletRequest request) {
        var who = authenticate(request);
        return switch (body.factorType()) {
            case "totp" -> enrolTotp(who, body);
            case "phone" ->
                throw new GoTrueException(422, "mfa_phone_enroll_not_enabled", "MFA enroll is disabled for Phone");
            case "webauthn" ->
                throw new GoTrueException(
                        422, "mfa_webauthn_enroll_not_enabled", "MFA enroll is disabled for WebAuthn");
            case null, default -> throw GoTrueException.invalid("factor_type needs to be totp, phone, or webauthn");
        };
    }

    private Enrolled enrolTotp(Authenticated who, Enrol body) {
        var name = limited("friendly_name", body.friendlyName() == null ? "" : body.friendlyName());
        var issuer = body.issuer() == null ? "" : limited("issuer", body.issuer());
        var made = enrolment.enrol(who, name, issuer.isBlank() ? targets.siteName() : issuer);
        return new Enrolled(
                made.id(), "totp", made.friendlyName(), new TotpView(made.qrCode(), made.secret(), made.uri()));
    }

    /// @param expiresAt Unix seconds
    record Asked(UUID id, String type, long expiresAt) {}

    @PostMapping("/factors/{factor}/challenge")
    Asked challenge(@PathVariable String factor, HttpServletRequest request) {
        var asked = challenges.challenge(authenticate(request), Factors.id(factor), ClientAddress.of(request));
        return new Asked(asked.id(), "totp", asked.expiresAt().getEpochSecond());
    }

    /// @param webauthn what a security key answered
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Verify(
            @Nullable String challengeId,
            @Nullable String code,
            @Nullable Object webauthn) {}

    @PostMapping("/factors/{factor}/verify")
    SessionView verify(@PathVariable String factor, @RequestBody Verify body, HttpServletRequest request) {
        var who = authenticate(request);
        var factorId = Factors.id(factor);
        if (body.webauthn() != null) {
            throw new GoTrueException(
                    422, "mfa_webauthn_verify_not_enabled", "MFA verification is disabled for WebAuthn");
        }
        if (body.code() == null || body.code().isEmpty()) {
            throw GoTrueException.invalid("Code needs to be non-empty");
        }
        var challenge = body.challengeId() == null
                ? null
                : Uuid7.parse(body.challengeId()).orElse(null);
        if (challenge == null) {
            throw GoTrueException.invalid("challenge_id must be an UUID");
        }
        return challenges.verify(who, factorId, challenge, body.code().strip(), ClientAddress.of(request));
    }

    record Unenrolled(UUID id) {}

    @DeleteMapping("/factors/{factor}")
    Unenrolled unenrol(@PathVariable String factor, HttpServletRequest request) {
        var id = Factors.id(factor);
        factors.unenrol(authenticate(request), id);
        return new Unenrolled(id);
    }

    private Authenticated authenticate(HttpServletRequest request) {
        var who = bearer.authenticate(request);
        if (who.user().anonymous()) {
            throw new GoTrueException(403, "no_authorization", "Anonymous user not allowed to perform these actions");
        }
        return who;
    }

    private static String limited(String field, String value) {
        if (FieldCheck.characters(value) > MAX_NAME || value.chars().anyMatch(Character::isISOControl)) {
            throw GoTrueException.invalid("%s has to be at most %d printable characters".formatted(field, MAX_NAME));
        }
        return value;
    }
}
