package io.deskwire.automation.agent;

import io.deskwire.automation.joblog.JobLog;
import io.deskwire.common.event.Audience;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Revision;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Who is told of an agent's changes: the outbox, the job log, and the jobs it holds.
@Component
class AgentTold {
    private final Outbox outbox;
    private final JobLog log;
    private final ApplicationEventPublisher inside;

    AgentTold(Outbox outbox, JobLog log, ApplicationEventPublisher inside) {
        this.outbox = outbox;
        this.log = log;
        this.inside = inside;
    }

    void event(EventType type, @Nullable Agent before, Agent after) {
        event(type, before, after, Map.of("status", after.status(), "agent_type", after.agentType()));
    }

    void event(EventType type, @Nullable Agent before, Agent after, Map<String, ?> detail) {
        outbox.append(
                after.tenantId(),
                new DomainEvent(
                        type,
                        after.id().value(),
                        after.version(),
                        Audience.of(Permission.ADMIN_AUTOMATION, after.id()),
                        after,
                        before));
        log.append(after.tenantId(), new JobLog.Line(type.wire(), null, after.id(), detail));
    }

    void revoked(Agent agent) {
        inside.publishEvent(new AgentRevoked(agent));
    }

    void check(@Nullable Revision ifMatch, Agent current) {
        Revision.check(
                ifMatch,
                current.version(),
                version -> outbox.changedSince(current.id().value(), version));
    }
}
