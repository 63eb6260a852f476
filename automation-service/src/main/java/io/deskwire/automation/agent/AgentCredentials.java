package io.deskwire.automation.agent;

import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The secrets behind agent tokens. Everything here runs in the transaction of the change.
@Component
class AgentCredentials {
    private final AgentRepository agents;
    private final AgentTokens tokens;
    private final Clock clock;

    AgentCredentials(AgentRepository agents, AgentTokens tokens, Clock clock) {
        this.agents = agents;
        this.tokens = tokens;
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
        return tokens.mint(agent, secret, clock.instant());
    }

    void destroy(Agent agent) {
        agents.deleteSecret(agent);
    }
}
