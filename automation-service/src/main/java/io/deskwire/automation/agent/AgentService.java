package io.deskwire.automation.agent;

import io.deskwire.automation.agent.Agent.Status;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to agents.
@Service
public class AgentService {
    private final AgentRepository agents;
    private final AgentCredentials credentials;
    private final AgentTold told;
    private final Clock clock;

    AgentService(AgentRepository agents, AgentCredentials credentials, AgentTold told, Clock clock) {
        this.agents = agents;
        this.credentials = credentials;
        this.told = told;
        this.clock = clock;
    }

    /// What is known of an agent to be.
    public record Draft(
            String agentType, String deviceId, @Nullable String name) {}

    /// @param agentToken shown once
    public record Rotated(Agent agent, String agentToken) {
        @Override
        public String toString() {
            return "Rotated[" + agent.id() + "]";
        }
    }

    /// A new agent, active at once; its token is minted when the device fetches it ([#mint]).
    @Transactional(propagation = Propagation.MANDATORY)
    public Agent pair(Caller approver, Draft draft) {
        approver.require(Permission.ADMIN_AUTOMATION);
        var now = clock.instant();
        var agent = new Agent(
                new UserId(Uuid7.next()),
                approver.requireTenant(),
                draft.agentType(),
                draft.deviceId(),
                draft.name(),
                Status.ACTIVE,
                now,
                1,
                approver.subject(),
                now,
                now);
        agents.insert(agent);
        credentials.make(agent);
        told.event(EventType.AGENT_PAIRED, null, agent);
        return agent;
    }

    /// The agent's token. Needs the system door: the device that fetches it is nobody yet.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<String> mint(UserId id) {
        return credentials.mint(id);
    }

    @Transactional(readOnly = true)
    public Page<Agent> list(Caller caller, @Nullable Status status, PageRequest page) {
        caller.require(Permission.ADMIN_AUTOMATION);
        return page.page(agents.page(caller.requireTenant(), status, page), agent -> Cursor.of(agent.id()));
    }

    @Transactional(readOnly = true)
    public Agent get(Caller caller, UserId id) {
        caller.require(Permission.ADMIN_AUTOMATION);
        return known(caller.requireTenant(), id);
    }

    /// The calling agent itself.
    @Transactional(readOnly = true)
    public Agent self(Caller caller) {
        return known(caller.requireTenant(), caller.subject());
    }

    /// Pauses it or lets it go on.
    @Transactional
    public Agent update(Caller caller, UserId id, UnaryOperator<Status> change, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        told.check(ifMatch, before);
        var next = change.apply(before.status());
        return next == before.status() ? before : moved(before, next, EventType.AGENT_UPDATED);
    }

    /// Refuses its token from now on and takes its leases away. Safe to repeat.
    @Transactional
    public void revoke(Caller caller, UserId id, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        if (before.status() == Status.REVOKED) {
            return;
        }
        told.check(ifMatch, before);
        credentials.destroy(before);
        told.revoked(moved(before, Status.REVOKED, EventType.AGENT_REVOKED));
    }

    /// Gives it time to end what it holds; the cleanup removes it.
    @Transactional
    public Agent replace(Caller caller, UserId id) {
        var before = usable(caller, id);
        return before.status() == Status.REPLACING ? before : moved(before, Status.REPLACING, EventType.AGENT_UPDATED);
    }

    /// The old token ends at once.
    @Transactional
    public Rotated rotate(Caller caller, UserId id) {
        var before = usable(caller, id);
        var after = before.touched(clock.instant());
        save(after);
        told.event(EventType.AGENT_UPDATED, before, after, Map.of("rotated", true));
        return new Rotated(after, credentials.rotate(after));
    }

    private Agent usable(Caller caller, UserId id) {
        var agent = get(caller, id);
        if (agent.status() == Status.REVOKED) {
            throw new Conflict("agent-revoked", "the agent was revoked; pair it anew");
        }
        return agent;
    }

    private Agent moved(Agent before, Status status, EventType type) {
        if (before.status() == Status.REVOKED) {
            throw new Conflict("agent-revoked", "the agent was revoked; pair it anew");
        }
        var after = before.with(status, clock.instant());
        save(after);
        told.event(type, before, after);
        credentials.changed(after);
        return after;
    }

    private void save(Agent after) {
        if (!agents.update(after)) {
            throw new Conflict("changed-meanwhile", "the agent was changed meanwhile; try again");
        }
    }

    private Agent known(TenantId tenant, UserId id) {
        return agents.find(tenant, id).orElseThrow(() -> new NotFound("agent", id));
    }
}
