package io.deskwire.automation.agent;

import io.deskwire.automation.eventlog.EventLog;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.tenancy.CurrentActor;
import io.deskwire.contracts.event.EventType;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// What happened to an agent, told once: to the outbox, to the event log and to this service's other rooms.
@Component
class AgentEvents {
    private final Outbox outbox;
    private final EventLog log;
    private final ApplicationEventPublisher inside;

    AgentEvents(Outbox outbox, EventLog log, ApplicationEventPublisher inside) {
        this.outbox = outbox;
        this.log = log;
        this.inside = inside;
    }

    void paired(Actor by, Agent agent) {
        outbox.created(by, EventType.AGENT_PAIRED, agent);
        note(by, EventType.AGENT_PAIRED, agent, facts(agent));
    }

    void updated(Agent before, Agent after) {
        changed(EventType.AGENT_UPDATED, before, after, facts(after));
    }

    void rotated(Agent before, Agent after) {
        changed(EventType.AGENT_UPDATED, before, after, Map.of("rotated", true));
    }

    void revoked(Agent before, Agent after) {
        changed(EventType.AGENT_REVOKED, before, after, facts(after));
        inside.publishEvent(new AgentRevoked(after));
    }

    /// @param last as it was, one version on
    void removed(Agent last) {
        var by = CurrentActor.get();
        outbox.created(by, EventType.AGENT_REMOVED, last);
        note(by, EventType.AGENT_REMOVED, last, facts(last));
        inside.publishEvent(new AgentChanged(last.id()));
        inside.publishEvent(new AgentRevoked(last));
    }

    private void changed(EventType type, Agent before, Agent after, Map<String, ?> detail) {
        var by = CurrentActor.get();
        outbox.changed(by, type, before, after);
        note(by, type, after, detail);
        inside.publishEvent(new AgentChanged(after.id()));
    }

    private static Map<String, ?> facts(Agent agent) {
        return Map.of("status", agent.status(), "agent_type", agent.agentType());
    }

    private void note(Actor by, EventType type, Agent agent, Map<String, ?> detail) {
        log.append(by, agent.tenantId(), new EventLog.Line(type.wire(), null, agent.id(), detail));
    }

    /// For the answer to a stale update.
    List<String> changedSince(Agent agent, long version) {
        return outbox.changedSince(agent.publishedId(), version);
    }
}
