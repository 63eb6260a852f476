package io.deskwire.automation.agent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.deskwire.automation.agent.Agent.Status;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
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
import java.time.Clock;
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
    private final AgentEvents events;
    private final Clock clock;
    private final Cache<UserId, String> types =
            Caffeine.newBuilder().maximumSize(20_000).build();

    AgentService(AgentRepository agents, AgentCredentials credentials, AgentEvents events, Clock clock) {
        this.agents = agents;
        this.credentials = credentials;
        this.events = events;
        this.clock = clock;
    }

    /// @param agentToken shown once
    public record Rotated(Agent agent, String agentToken) {
        @Override
        public String toString() {
            return "Rotated[" + agent.id() + "]";
        }
    }

    /// A new agent, active at once; its token is minted when the device fetches it ([#mint]). Asks for no permission:
    /// the pairing room has.
    @Transactional(propagation = Propagation.MANDATORY)
    public Agent pair(Actor approver, TenantId tenant, Agent.Installation installation) {
        var agent = Agent.paired(new UserId(Uuid7.next()), tenant, installation, approver, clock.instant());
        agents.insert(agent);
        credentials.make(agent);
        events.paired(approver, agent);
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

    /// The calling agent's type, which it keeps for its life; whether the agent is still there is not asked.
    @Transactional(propagation = Propagation.MANDATORY)
    public String typeOf(Caller caller) {
        return types.get(caller.subject(), _ -> self(caller).agentType());
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
        check(ifMatch, before);
        var next = change.apply(before.status());
        return next == before.status() ? before : moved(usable(before), next);
    }

    /// Refuses its token from now on and takes its leases away. Safe to repeat.
    @Transactional
    public void revoke(Caller caller, UserId id, @Nullable Revision ifMatch) {
        var before = get(caller, id);
        if (before.status() == Status.REVOKED) {
            return;
        }
        check(ifMatch, before);
        credentials.destroy(before);
        var after = before.with(Status.REVOKED, clock.instant());
        save(after);
        events.revoked(before, after);
    }

    /// Gives it time to end what it holds; the cleanup removes it.
    @Transactional
    public Agent replace(Caller caller, UserId id) {
        var before = usable(get(caller, id));
        return before.status() == Status.REPLACING ? before : moved(before, Status.REPLACING);
    }

    /// The old token ends at once.
    @Transactional
    public Rotated rotate(Caller caller, UserId id) {
        var before = usable(get(caller, id));
        var after = before.touched(clock.instant());
        save(after);
        events.rotated(before, after);
        return new Rotated(after, credentials.rotate(after));
    }

    private static Agent usable(Agent agent) {
        if (agent.status() == Status.REVOKED) {
            throw new Conflict("agent-revoked", "the agent was revoked; pair it again");
        }
        return agent;
    }

    private Agent moved(Agent before, Status status) {
        var after = before.with(status, clock.instant());
        save(after);
        events.updated(before, after);
        return after;
    }

    private void check(@Nullable Revision ifMatch, Agent current) {
        Revision.check(ifMatch, current.version(), version -> events.changedSince(current, version));
    }

    private void save(Agent after) {
        if (!agents.update(after)) {
            throw Conflict.changedMeanwhile("agent");
        }
    }

    private Agent known(TenantId tenant, UserId id) {
        return agents.find(tenant, id).orElseThrow(() -> new NotFound("agent", id));
    }
}
