package io.deskwire.automation.agent;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Removes agents left in `replacing` for too long. Every node may run it at any time.
@Component
class AgentCleanup {
    private final AgentRepository agents;
    private final AgentEvents events;
    private final AgentProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    AgentCleanup(
            AgentRepository agents, AgentEvents events, AgentProperties properties, SystemAccess system, Clock clock) {
        this.agents = agents;
        this.events = events;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT2M")
    void sweep() {
        system.run("agent-cleanup", () -> {
            var gone = agents.deleteLeftReplacing(clock.instant().minus(properties.replacingLife()));
            gone.forEach(agent -> events.removed(agent.touched(clock.instant())));
        });
    }
}
