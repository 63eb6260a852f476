package io.deskwire.gateway.credential;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.revocation.Revocations;
import io.deskwire.common.identity.token.TokenVerifier;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.gateway.credential.Admission.Agent;
import io.deskwire.gateway.credential.Admission.Known;
import io.deskwire.gateway.credential.Admission.Refused;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/// Verifies access tokens and whether they still count.
///
/// A token seen before costs two look-ups on the event loop. A new one is verified on `blocking`, because that
/// may fetch the published keys.
final class SessionCheck {
    private final TokenVerifier verifier;
    private final Revocations revocations;
    private final Scheduler blocking;

    SessionCheck(TokenVerifier verifier, Revocations revocations, Scheduler blocking) {
        this.verifier = verifier;
        this.revocations = revocations;
        this.blocking = blocking;
    }

    /// What does not hold is [Refused]; fails only where the published keys cannot be had.
    Mono<Admission> admit(String token) {
        var known = verifier.remembered(token);
        return known != null
                ? Mono.just(current(known, token))
                : verify(token)
                        .map(caller -> current(caller, token))
                        .onErrorResume(Unauthenticated.class, refusal -> Mono.just(new Refused(refusal)));
    }

    /// As [#admit], but lets an agent's token through, which only its service can verify.
    Mono<Admission> admitAgentsToo(String token) {
        return verifier.remembered(token) == null && isAgents(token) ? Mono.just(new Agent(token)) : admit(token);
    }

    /// The caller of a token, whether revoked or not; fails with [Unauthenticated] where the token does not hold.
    Mono<Caller> verify(String token) {
        return Mono.fromCallable(() -> {
                    try {
                        return verifier.authenticate(token);
                    } catch (InvalidTokenException invalid) {
                        throw new Unauthenticated(String.valueOf(invalid.getMessage()));
                    }
                })
                .subscribeOn(blocking);
    }

    boolean revoked(Caller caller) {
        return revocations.cover(caller);
    }

    private Admission current(Caller caller, String token) {
        return revoked(caller)
                ? new Refused(new Unauthenticated("the session, key or agent was revoked"))
                : new Known(caller, token);
    }

    /// Agents sign with a secret of their own, `kid` is the agent's id.
    private static boolean isAgents(String token) {
        var header = header(token);
        return header != null
                && JWSAlgorithm.HS256.equals(header.getAlgorithm())
                && header.getKeyID() != null
                && Uuid7.parse(header.getKeyID()).isPresent();
    }

    private static @Nullable JWSHeader header(String token) {
        var dot = token.indexOf('.');
        if (dot < 0) {
            return null;
        }
        try {
            return JWSHeader.parse(new Base64URL(token.substring(0, dot)));
        } catch (ParseException _) {
            return null;
        }
    }
}
