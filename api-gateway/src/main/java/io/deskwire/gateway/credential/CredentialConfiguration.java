package io.deskwire.gateway.credential;

import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.revocation.Revocations;
import io.deskwire.common.identity.token.TokenVerifier;
import io.deskwire.gateway.service.ServiceCalls;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {
    private static final int VERIFIERS = 8;
    private static final int WAITING_EACH = 512;

    /// Bounded: when the published keys cannot be fetched, requests wait here and not in the event loop, and beyond
    /// these are answered 503.
    @Bean(destroyMethod = "dispose")
    Scheduler tokenVerification() {
        return Schedulers.newBoundedElastic(VERIFIERS, WAITING_EACH, "token-verification");
    }

    @Bean
    SessionCheck sessionCheck(TokenVerifier verifier, Revocations revocations, Scheduler tokenVerification) {
        return new SessionCheck(verifier, revocations, tokenVerification);
    }

    @Bean
    KeyExchange keyExchange(
            ServiceCalls calls, SessionCheck sessions, GuessLimit guesses, JsonMapper json, Clock clock) {
        return new KeyExchange(calls, sessions, guesses, json, clock);
    }

    @Bean
    LegacyKeys legacyKeys(DeploymentKeys keys, IdentityProperties identity, Clock clock) {
        return new LegacyKeys(keys, identity.jwtSecret(), clock);
    }

    @Bean
    IdentificationStage identificationStage(
            DeploymentKeys keys,
            LegacyKeys legacyKeys,
            SessionCheck sessions,
            KeyExchange exchange,
            GuessLimit guesses) {
        return new IdentificationStage(keys, legacyKeys, sessions, exchange, guesses);
    }

    @Bean
    OnwardHeaders onwardHeaders(LegacyKeys legacyKeys) {
        return new OnwardHeaders(legacyKeys);
    }

    @Bean
    OnwardQuery onwardQuery(LegacyKeys legacyKeys) {
        return new OnwardQuery(legacyKeys);
    }
}
