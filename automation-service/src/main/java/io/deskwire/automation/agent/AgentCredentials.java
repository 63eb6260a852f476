package io.deskwire.automation.agent;

import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The secrets behind agent tokens. Everything here runs in the transaction of the change.
@Component
class AgentCredentials {
    private final AgentRepository agents;
    private final AgentTokens tokens;
    private final AgentAuthenticator authenticator;
    private final Clock clock;

    AgentCredentials(AgentRepository agents, AgentTokens tokens, AgentAuthenticator authenticator, Clock clock) {
        this.agents = agents;
        this.tokens = tokens;
        this.authenticator = authenticator;
        this.clock = clock;
    }

    void make(Agent agent) {
        agents.insertSecret(agent, tokens.newSecret(), clock.instant());
    }

    /// Needs the system door; empty where the agent is gone or revoked.
    Optional<String> mint(UserId id) {
        return agents.credential(id)
                .map(credential -> tokens.mint(credential.agent(), credential.secret(), clock.instant()));
    }

    String rotate(Agent agent) {
        var secret = tokens.newSecret();
        agents.replaceSecret(agent, secret, clock.instant());
        changed(agent);
        return tokens.mint(agent, secret, clock.instant());
    }

    void destroy(Agent agent) {
        agents.deleteSecret(agent);
    }

    /// What this node remembers of the agent is forgotten once the change is committed.
    void changed(Agent agent) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                authenticator.forget(agent.id());
            }
        });
    }
}
